// Executor of Nx for the targets of tests: one Vitest for all packages of a batch, and a result for each task, which Nx caches.
// A Vitest for each package would load the modules that most packages share again and again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { specsOf } from './spec-files.mjs';

/** The one package of `nx run PACKAGE:test`, or of another target. */
export default function run(_options, context) {
  const { projectName: project, targetName: target } = context;
  const [result] = Object.values(runSpecs([{ id: project, project, target, folder: projectFolder(context, project) }], context.root));
  return { success: result.success };
}

/** Tasks of `nx run-many -t test --batch`. Returns the result of each. */
export function runBatch(taskGraph, _inputs, _overrides, context) {
  const tasks = Object.values(taskGraph.tasks).map(({ id, target: { project, target } }) => {
    return { id, project, target, folder: projectFolder(context, project) };
  });
  return runSpecs(tasks, context.root);
}

function projectFolder({ projectsConfigurations }, name) {
  return projectsConfigurations.projects[name].root;
}

/** Returns the result of each task. Writes a count of tests for each, which `npm test` adds up, also those of the cache. */
function runSpecs(tasks, root) {
  const specs = new Map(tasks.map(({ id, folder, target }) => [id, specsOf(folder, target, root)]));
  const { files, failures } = runVitest([...specs.values()].flat(), root);
  const results = tasks.map(({ id, project, target }, index) => {
    const own = new Set(specs.get(id));
    // Errors of no file: no task of this run has passed, and the first task reports them.
    const counts = countsOf(
      files.filter(({ path }) => own.has(path)),
      index === 0 ? failures : [],
    );
    write(join(root, '.nx/test-reports', project, `${target}.json`), counts);
    const success = failures.length === 0 && counts.failures.length === 0;
    return [id, { success, terminalOutput: `${project}: ${counts.passed} passed, ${counts.failures.length} failed` }];
  });
  return Object.fromEntries(results);
}

/** Returns the RunSummary of ../src/run-summary.ts. Vitest without a path runs all specs. */
function runVitest(paths, root) {
  if (paths.length === 0) return { files: [], failures: [] };
  const temporary = mkdtempSync(join(tmpdir(), 'klockwork-test-'));
  const file = join(temporary, 'summary.json');
  const reporters = ['--reporter=default', '--reporter=./tools/test/vitest/summary-reporter.ts'];
  const args = ['run', '--config', 'vitest.config.ts', ...reporters, ...paths];
  try {
    // Nx forces colours on its tasks; specs read the output of processes that they start.
    const { FORCE_COLOR: _, ...inherited } = process.env;
    const env = { ...inherited, SUMMARY_FILE: file };
    const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], { cwd: root, stdio: 'inherit', env });
    const summary = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { files: [], failures: [] };
    const known = [...summary.failures, ...summary.files.flatMap(({ failures }) => failures)];
    return status === 0 || known.length > 0 ? summary : { ...summary, failures: [{ place: ['Vitest'], error: `exit status ${status}` }] };
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function countsOf(files, errors) {
  const failures = [...errors, ...files.flatMap((file) => file.failures)];
  return { passed: sum(files, ({ passed }) => passed), skipped: sum(files, ({ skipped }) => skipped), failures };
}

function sum(files, count) {
  return files.reduce((total, file) => total + count(file), 0);
}

function write(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}
