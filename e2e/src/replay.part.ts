import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubectl } from '@klockwork/kubectl-tool';
import { klockwork } from '@klockwork/lab-tool';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lab } from './lab-of-spec.ts';

const main = fileURLToPath(new URL('../../apps/klockwork/bin/klockwork.mjs', import.meta.url));

let folder: string;
/** Revision before the first ConfigMap, and after the last one. */
let from: number;
let to: number;
let running: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'klockwork-replay-'));
  from = (await lab.status()).revision as number;
  await lab.kubectl('create configmap a');
  await lab.advance('10s');
  await lab.kubectl('create configmap b');
  await lab.advance('10s');
  await lab.kubectl('delete configmap a');
  to = (await lab.status()).revision as number;
  await lab.kubectl('create configmap later');
});

afterEach(async () => {
  await interrupt();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Sends the Ctrl-C of a terminal, which its whole process group gets; resolves at the end of the replay. */
async function interrupt(): Promise<void> {
  if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'exit');
  process.kill(-running.pid, 'SIGINT');
  await ended;
}

/** Starts a replay from the first to the last revision, with its output so far. */
function replay(speed: number, ...command: string[]): { out(): string; errors(): string } {
  const span = ['--from', String(from), '--to', String(to), '--speed', String(speed)];
  const args = [main, 'replay', '--data', lab.data, ...span, ...(command.length > 0 ? ['--', ...command] : [])];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, HOME: folder, KUBECONFIG: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running = child;
  const [out, errors]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  return { out: () => out.join(''), errors: () => errors.join('') };
}

const limit = { timeout: 60_000 };

test('kubectl get -w prints the changes of the span at their speed, and nothing later', async () => {
  const begun = performance.now();
  const { out, errors } = replay(10, kubectl('1.35'), 'get', 'configmaps', '-w', '-o', 'name');
  await expect.poll(errors, limit).toContain(`klockwork: the replay is over at revision ${to}`);
  // Twenty seconds of the lab.
  expect(performance.now() - begun).toBeGreaterThan(1_900);
  const changes = () =>
    out()
      .match(/configmap\/(a|b|later)\n/g)
      ?.join('');
  await expect.poll(changes, limit).toBe('configmap/a\nconfigmap/b\nconfigmap/a\n');
});

test('an informer of client-node sees the span as fast as possible, and Ctrl-C ends the replay', async () => {
  const { out } = replay(0);
  await expect.poll(out, limit).toContain('users:');
  const config = new KubeConfig();
  config.loadFromString(out());
  const core = config.makeApiClient(CoreV1Api);
  const list = () => core.listNamespacedConfigMap({ namespace: 'default' });
  const informer = makeInformer(config, '/api/v1/namespaces/default/configmaps', list);
  const seen: string[] = [];
  for (const verb of ['add', 'delete'] as const) informer.on(verb, ({ metadata }) => seen.push(`${verb} ${metadata?.name}`));
  informer.on('error', () => {});
  await informer.start();
  await expect.poll(() => seen, limit).toContain('delete a');
  expect(seen.filter((line) => !line.includes('kube-root-ca'))).toEqual(['add a', 'add b', 'delete a']);
  await expect(core.deleteNamespacedConfigMap({ namespace: 'default', name: 'b' })).rejects.toThrow(
    /this is the past .* which is only read/,
  );
  await interrupt();
  await informer.stop();
  await expect.poll(() => list().then(() => '', String), limit).toMatch(/no replay .* is open: it has ended/);
});

test('a signal to the replay alone ends its command, and leaves no folder with credentials', async () => {
  const { out } = replay(1, 'sh', '-c', 'echo begun; exec sleep 60');
  const process = running as ChildProcess;
  await expect.poll(out, limit).toBe('begun\n');
  const folders = () => readdirSync(tmpdir()).filter((name) => new RegExp(`^klockwork-at-\\d+-${process.pid}-`).test(name));
  expect(folders()).toHaveLength(1);
  const ended = once(process, 'exit');
  process.kill('SIGTERM');
  // The exit code of a command that SIGTERM ended.
  expect(await ended).toEqual([143, null]);
  expect(folders()).toEqual([]);
});

test('a replay that ends before it begins, and a negative speed, are refused', async () => {
  const backwards = await klockwork(['replay', '--data', lab.data, '--from', String(to), '--to', String(from), '--speed', '1']);
  expect([backwards.code, backwards.stderr]).toEqual([
    1,
    `klockwork: revision ${to} is later than revision ${from}: name the earlier moment first\n`,
  ]);
  const { code, stderr } = await klockwork(['replay', '--data', lab.data, '--from', '1', '--speed', '-1']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('It is a number, 0 or more.')]);
});
