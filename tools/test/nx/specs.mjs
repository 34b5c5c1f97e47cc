// Executor of Nx for the targets `test` and `test-system`: one Vitest for all packages of a batch, and a result for each package, which Nx caches.
// A Vitest for each package would load the modules that most packages share again and again.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The one package of `nx run PACKAGE:test`, or of `nx run PACKAGE:test-system`. */
export default function run(_options, context) {
  const [result] = Object.values(runSpecs([[context.projectName, projectFolder(context, context.projectName)]], context.root));
  return { success: result.success };
}

/** Packages of `nx run-many -t test --batch`. Returns the result of each task. */
export function runBatch(taskGraph, _inputs, _overrides, context) {
  const tasks = Object.values(taskGraph.tasks);
  const packages = tasks.map(({ target }) => [target.project, projectFolder(context, target.project)]);
  const results = runSpecs(packages, context.root);
  return Object.fromEntries(tasks.map(({ id, target }) => [id, results[target.project]]));
}

function projectFolder({ projectsConfigurations }, name) {
  return projectsConfigurations.projects[name].root;
}

/** `packages`: name and folder of each. Writes a count of tests for each package, which `npm test` adds up, also those of the cache. */
function runSpecs(packages, root) {
  const { files, failures } = runVitest(
    packages.map(([, folder]) => `${folder}/`),
    root,
  );
  const results = packages.map(([name, folder], index) => {
    const own = files.filter(({ path }) => path.startsWith(`${folder}/`));
    // Errors of no file: no package of this run has passed, and the first package reports them.
    const counts = countsOf(own, index === 0 ? failures : []);
    write(join(root, '.nx/test-reports', `${name}.json`), counts);
    const success = failures.length === 0 && counts.failures.length === 0;
    return [name, { success, terminalOutput: `${name}: ${counts.passed} passed, ${counts.failures.length} failed` }];
  });
  return Object.fromEntries(results);
}

/** Returns the RunSummary of ../src/run-summary.ts. */
function runVitest(folders, root) {
  const temporary = mkdtempSync(join(tmpdir(), 'klockwork-test-'));
  const file = join(temporary, 'summary.json');
  const reporters = ['--reporter=default', '--reporter=./tools/test/vitest/summary-reporter.ts'];
  const args = ['run', '--config', 'vitest.config.ts', '--passWithNoTests', ...reporters, ...folders];
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
