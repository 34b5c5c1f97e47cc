// Executor of Nx for the targets `test` and `test-system`: one Vitest for all packages of a batch, and a result for each package, which Nx caches.
// A Vitest for each package would load the modules that most packages share again and again.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

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
  const report = runVitest(
    packages.map(([, folder]) => `${folder}/`),
    root,
  );
  // Such an error belongs to no file: no package of this run has passed.
  const isBroken = report === undefined || (!report.success && report.testResults.every(({ status }) => status === 'passed'));
  const files = (report?.testResults ?? []).map((file) => ({ ...file, path: relative(root, file.name) }));
  const results = packages.map(([name, folder]) => {
    const own = files.filter(({ path }) => path.startsWith(`${folder}/`));
    const success = !isBroken && own.every(({ status }) => status === 'passed');
    const counts = countsOf(own);
    write(join(root, '.nx/test-reports', `${name}.json`), counts);
    return [name, { success, terminalOutput: `${name}: ${counts.passed} passed, ${counts.failed} failed` }];
  });
  return Object.fromEntries(results);
}

/** Returns the report as JSON; undefined when Vitest ended without one. */
function runVitest(folders, root) {
  const temporary = mkdtempSync(join(tmpdir(), 'klockwork-test-'));
  const file = join(temporary, 'report.json');
  const args = [
    'run',
    '--config',
    'vitest.config.ts',
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  try {
    // Nx forces colours on its tasks; specs read the output of processes that they start.
    const { FORCE_COLOR: _, ...env } = process.env;
    spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...folders], { cwd: root, stdio: 'inherit', env });
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function countsOf(files) {
  const all = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = all.filter(({ status }) => status === 'passed').length;
  const failed = all.filter(({ status }) => status === 'failed').length;
  return { passed, failed, skipped: all.length - passed - failed };
}

function write(file, value) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
}
