import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, SerializedError, TestModule, TestSuite } from 'vitest/node';
import type { Failure } from '../src/failures.ts';
import type { FileSummary, RunSummary } from '../src/run-summary.ts';

/**
 * Reporter of Vitest: writes a RunSummary as JSON to the file named by the environment variable SUMMARY_FILE. Vitest's own reporter for JSON
 * leaves out errors of no file.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const summary: RunSummary = { files: modules.map(fileSummary), failures: errors.map((error) => failure(['no file'], [error])) };
    writeFileSync(process.env.SUMMARY_FILE as string, JSON.stringify(summary));
  }
}

function fileSummary(module: TestModule): FileSummary {
  const path = relative(process.cwd(), module.moduleId);
  const tests = (state: 'passed' | 'failed' | 'skipped') => [...module.children.allTests(state)];
  const failures = tests('failed').map((test) => failure([path, ...titles(test.parent), test.name], test.result().errors));
  return {
    path,
    passed: tests('passed').length,
    skipped: tests('skipped').length,
    failures: [...failures, ...failuresOutsideTests(module, path)],
  };
}

/** Failures of imports and hooks. A file without any result ended with its worker. */
function failuresOutsideTests(module: TestModule, path: string): Failure[] {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
  const failures = suites.map((suite) => failure([path, ...titles(suite)], suite.errors()));
  if (module.errors().length > 0) failures.push(failure([path], module.errors()));
  const isOver = ['passed', 'failed', 'skipped'].includes(module.state());
  return isOver ? failures : [...failures, failure([path], [{ message: 'the file did not end: its worker crashed' }])];
}

function titles(parent: TestModule | TestSuite): string[] {
  return parent.type === 'module' ? [] : [...titles(parent.parent), parent.name];
}

function failure(place: readonly string[], errors: readonly Pick<SerializedError, 'message'>[] = []): Failure {
  return { place, error: errors[0]?.message ?? '' };
}
