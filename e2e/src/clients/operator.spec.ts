import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../tools/operators/src/main.ts', import.meta.url));

/** Output of `npm run operators -- NAME` with exit code. */
function prove(name: string): Promise<{ readonly code: number | string; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, name], (error, stdout, stderr) => resolve({ code: error?.code ?? 0, output: stdout + stderr }));
  });
}

test('an operator on an npm package keeps its objects, also after a SIGKILL of the api-server', async ({ skip }) => {
  const { code, output } = await prove('npm-operator');
  if (output.includes('npm-operator: SKIPPED')) {
    console.warn('SKIPPED: an operator on an npm package. It needs a registry that npm reaches.');
    skip();
  }
  expect(output).toContain('npm-operator: works\n');
  expect(code).toBe(0);
});
