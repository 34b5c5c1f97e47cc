import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runWithKubeconfig } from './run-with-kubeconfig.ts';

const MODULE = new URL('./run-with-kubeconfig.ts', import.meta.url).href;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'klockwork-run-'));
  vi.stubEnv('TMPDIR', root);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

test('a command reads the kubeconfig, which is removed with its folder', async () => {
  const seen = join(root, 'seen');
  expect(await runWithKubeconfig('sh', ['-c', `cat "$KUBECONFIG" > ${seen}; exit 3`], 'text')).toBe(3);
  expect([readFileSync(seen, 'utf8'), readdirSync(root)]).toEqual(['text', ['seen']]);
});

test('a command that does not exist is reported in one sentence, and leaves nothing', async () => {
  await expect(runWithKubeconfig(join(root, 'none'), [], 'text')).rejects.toThrow(`cannot run ${join(root, 'none')} (ENOENT)`);
  expect(readdirSync(root)).toEqual([]);
});

test('the folder of a killed process is private, and removed by the next', async () => {
  const script = `import(${JSON.stringify(MODULE)}).then((module) => module.runWithKubeconfig('cat', [], 'text'))`;
  const child = spawn(process.execPath, ['--conditions=@klockwork/source', '-e', script], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(child, 'exit');
  while (readdirSync(root).length === 0 && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  await ended;
  expect(readdirSync(root)).toEqual([expect.stringMatching(/^klockwork-at-/)]);
  expect(await runWithKubeconfig('true', [], 'text')).toBe(0);
  expect(readdirSync(root)).toEqual([]);
});
