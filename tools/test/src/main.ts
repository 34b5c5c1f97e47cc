import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm test`: build, check, tests of packages, end-to-end tests with the real kubectl. Names what runs elsewhere, and prints `N passed, N failed`
// as its last line; a failed build or check counts as one failure. Arguments select suites: `npm test -- packages`, `npm test -- e2e`.

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Test counts per package: written by the executor in tools/test/nx, or restored from the cache of Nx. */
const PACKAGE_REPORTS = join(root, '.nx/test-reports');

interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Result of the whole run. Files with load errors fail without any failed test. */
  readonly success: boolean;
}

const SUITES: Readonly<Record<string, () => Report>> = { packages: testPackages, e2e: testProduct };

function run(args: readonly string[]): boolean {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}

/** Runs one Vitest over packages with changed inputs; Nx restores all other counts from its cache. */
function testPackages(): Report {
  rmSync(PACKAGE_REPORTS, { recursive: true, force: true });
  const success = run(['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'test', 'test-system', '--batch']);
  const files = existsSync(PACKAGE_REPORTS) ? readdirSync(PACKAGE_REPORTS, { recursive: true, encoding: 'utf8' }) : [];
  const reports = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(PACKAGE_REPORTS, file), 'utf8')) as Report);
  const [passed, failed, skipped] = (['passed', 'failed', 'skipped'] as const).map((kind) => sum(reports, (report) => report[kind]));
  return { passed: passed as number, failed: failed as number, skipped: skipped as number, success };
}

function testProduct(): Report {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-test-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    run(['node_modules/vitest/vitest.mjs', 'run', '--config', 'e2e/vitest.config.ts', ...reporters]);
    const { numPassedTests: passed, numFailedTests: failed, numPendingTests: skipped, success } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed, failed, skipped, success };
  } finally {
    rmSync(folder, { recursive: true });
  }
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
const broken = reports.filter((report) => !report.success && report.failed === 0).length;
const passed = sum(reports, (report) => report.passed);
const failed = sum(reports, (report) => report.failed) + broken + (checked ? 0 : 1);
const skipped = sum(reports, (report) => report.skipped);
if (!checked) console.error(built ? 'FAILED: npm run check' : 'FAILED: npm run build');
if (skipped > 0) console.log(`${skipped} skipped: see the lines that begin with SKIPPED`);
if (suites.includes('e2e')) console.log(ELSEWHERE);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
