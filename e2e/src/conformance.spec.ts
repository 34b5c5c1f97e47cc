import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Upstream's program of end-to-end tests. */
const BINARY = process.env.KLOCKWORK_E2E_TEST;
const LIMIT_MS = 900_000;

if (BINARY === undefined)
  console.warn(
    "SKIPPED: upstream's conformance tests. Set KLOCKWORK_E2E_TEST to the path of e2e.test of the archive kubernetes-test 1.35.",
  );

test.skipIf(BINARY === undefined)("upstream's conformance tests of the gate pass", { timeout: LIMIT_MS }, async () => {
  const out = mkdtempSync(join(tmpdir(), 'klockwork-gate-'));
  try {
    // Each start of the program takes more than a second of processor time.
    const options = ['--binary', BINARY ?? '', '--list', 'tools/conformance/gate.txt', '--parallel', '4', '--batch', '15', '--out', out];
    const { code, lines } = await run(['tools/conformance/src/main.ts', ...options]);
    expect({ code, failed: lines.filter((line) => /^(?:failed|lost)/.test(line)) }).toEqual({ code: 0, failed: [] });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 }, (_error, stdout) =>
      resolve({ code: child.exitCode, lines: stdout.split('\n') }),
    );
  });
}
