import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Failure, failureLine } from './failures.ts';
import type { RunSummary } from './run-summary.ts';

// `npm test`: build, check, tests of packages, every play of the built-in drills, end-to-end tests with the real kubectl. Names what runs elsewhere. Its
// last lines are one for each failure and `N passed, N failed`; a failed build or check counts as one failure. Arguments select suites:
// `npm test -- packages`, `npm test -- drills`, `npm test -- e2e`.

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Test counts per package: written by the executor in tools/test/nx, or restored from the cache of Nx. */
const PACKAGE_REPORTS = join(root, '.nx/test-reports');

interface Report {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

const SUITES: Readonly<Record<string, () => Report>> = {
  packages: () => testPackages('packages', ['test', 'test-system']),
  drills: () => testPackages('drills', ['test-proof']),
  e2e: testProduct,
};

function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): boolean {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', ...variables };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

/** Runs one Vitest over packages with changed inputs; Nx restores all other counts from its cache. */
function testPackages(suite: string, targets: readonly string[]): Report {
  rmSync(PACKAGE_REPORTS, { recursive: true, force: true });
  const success = run(['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', ...targets, '--batch']);
  const files = existsSync(PACKAGE_REPORTS) ? readdirSync(PACKAGE_REPORTS, { recursive: true, encoding: 'utf8' }) : [];
  const reports = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(PACKAGE_REPORTS, file), 'utf8')) as Report);
  return total(suite, reports, success);
}

function testProduct(): Report {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-test-'));
  const file = join(folder, 'summary.json');
  try {
    const reporters = ['--reporter=default', '--reporter=./tools/test/vitest/summary-reporter.ts'];
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'e2e/vitest.config.ts', ...reporters];
    const success = run(vitest, { SUMMARY_FILE: file });
    const { files, failures }: RunSummary = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { files: [], failures: [] };
    return total('e2e', [{ passed: 0, skipped: 0, failures }, ...files], success);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A run without success and without a known failure counts as one failure. */
function total(suite: string, reports: readonly Report[], success: boolean): Report {
  const namedFailures = reports.flatMap(({ failures }) => failures);
  const failures =
    success || namedFailures.length > 0 ? namedFailures : [{ place: [suite], error: 'the run failed without naming a test' }];
  return { passed: sum(reports, ({ passed }) => passed), skipped: sum(reports, ({ skipped }) => skipped), failures };
}

function sum(reports: readonly Report[], count: (report: Report) => number): number {
  return reports.reduce((total, report) => total + count(report), 0);
}

/** Tests outside of every suite: their builds take longer than all suites together. */
const ELSEWHERE = 'SKIPPED: operators of other projects, which Go builds in minutes. Run npm run operators.';

const names = process.argv.slice(2);
const suites = names.length === 0 ? Object.keys(SUITES) : names;
// Tests are pointless after a failed build, and still useful after a failed check.
const built = run(['tools/build/build.mjs']);
const checked = built && run(['tools/check/src/main.ts']);
const reports = built ? suites.map((suite) => SUITES[suite]!()) : [];
const passed = sum(reports, (report) => report.passed);
const skipped = sum(reports, (report) => report.skipped);
const failures = reports.flatMap((report) => report.failures);
if (!built) failures.unshift({ place: ['npm run build'], error: 'the build failed' });
else if (!checked) failures.unshift({ place: ['npm run check'], error: 'see the lines that begin with "check:"' });
if (skipped > 0) console.log(`${skipped} skipped: see the lines that begin with SKIPPED`);
if (suites.includes('e2e')) console.log(ELSEWHERE);
for (const failure of failures) console.log(failureLine(failure));
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
