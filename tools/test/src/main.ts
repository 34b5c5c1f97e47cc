import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm test`: everything that proves the project. Builds, checks, then runs every test: the packages', and the product's with the real kubectl.
// Ends with `N passed, N failed`; a build or a check that fails counts as one. Arguments choose suites: `npm test -- packages`, `npm test -- e2e`.

const root = fileURLToPath(new URL('../../..', import.meta.url));
const SUITES = { packages: 'vitest.config.ts', e2e: 'e2e/vitest.config.ts' } as const;
type Suite = keyof typeof SUITES;

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly success: boolean;
}

function run(args: readonly string[]): boolean {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

function runSuite(suite: Suite): Report {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-test-'));
  const file = join(folder, 'report.json');
  try {
    run([
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      SUITES[suite],
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sum(reports: readonly Report[], count: (report: Report) => number): number {
  return reports.reduce((total, report) => total + count(report), 0);
}

const asked = process.argv.slice(2) as Suite[];
const suites = asked.length === 0 ? (Object.keys(SUITES) as Suite[]) : asked;
// Tests of what could not be built would tell nothing; what breaks a rule of the repository is tested all the same.
const built = run(['tools/build/build.mjs']);
const checked = built && run(['tools/check/src/main.ts']);
const reports = built ? suites.map(runSuite) : [];
// A file that could not be loaded fails without a test that failed.
const broken = reports.filter((report) => !report.success && report.numFailedTests === 0).length;
const passed = sum(reports, (report) => report.numPassedTests);
const failed = sum(reports, (report) => report.numFailedTests) + broken + (checked ? 0 : 1);
const skipped = sum(reports, (report) => report.numPendingTests);
if (!checked) console.error(built ? 'FAILED: npm run check' : 'FAILED: npm run build');
if (skipped > 0) console.log(`${skipped} skipped: see the lines that begin with SKIPPED`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
