import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteTest, TestResult } from './ginkgo-report.ts';
import type { Suite } from './suite.ts';

/** How tests are run. */
export interface SuiteRun {
  /** Processes at once. */
  readonly parallel: number;
  /** Tests of a process: a start costs more than a second of processor time. */
  readonly batch: number;
  /** Folder for the output of failed processes. */
  readonly logs: string;
  onResult(result: TestResult): void;
}

/** Runs tests side by side, then the serial ones alone. Resolves with all results. */
export async function runSuite(suite: Suite, tests: readonly SuiteTest[], run: SuiteRun): Promise<TestResult[]> {
  mkdirSync(run.logs, { recursive: true });
  const results: TestResult[] = [];
  let batches = 0;
  const work = async (queue: Iterator<readonly string[]>) => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      batches += 1;
      for (const result of await suite.run(next.value, join(run.logs, `${batches}.txt`))) {
        results.push(result);
        run.onResult(result);
      }
    }
  };
  const sharedIterator = batchesOf(namesOf(tests, false), run.batch).values();
  await Promise.all(Array.from({ length: run.parallel }, () => work(sharedIterator)));
  await work(batchesOf(namesOf(tests, true), 1).values());
  return results;
}

function namesOf(tests: readonly SuiteTest[], serial: boolean): string[] {
  return tests.filter(({ isSerial }) => isSerial === serial).map(({ name }) => name);
}

function batchesOf(names: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(names.length / size) }, (_, index) => names.slice(index * size, (index + 1) * size));
}
