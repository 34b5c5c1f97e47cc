import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { kubectl } from '@klockwork/kubectl-tool';
import { klockwork, Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectCompared } from './console/expect-compared.ts';

const main = fileURLToPath(new URL('../../apps/klockwork/bin/klockwork.mjs', import.meta.url));
const parent = mkdtempSync(join(tmpdir(), 'klockwork-forks-'));
let first: Lab;
beforeAll(async () => {
  first = await Lab.up(['--profile', 'fast', '--agents', '1']);
  await first.kubectl('create deployment web --image=nginx --replicas=2');
  await first.kubectl('rollout status deployment/web --timeout=60s');
});
afterAll(async () => {
  await first.down();
  rmSync(parent, { recursive: true, force: true });
});

const uidsOf = (list: { items: { metadata: { uid: string } }[] }) => list.items.map(({ metadata }) => metadata.uid).sort();

test('a fork from before a mistake has the same objects and another future, and the first lab does not notice', async () => {
  const before = await first.get('deployments,replicasets,pods,nodes,secrets,serviceaccounts -A');
  const revision = (await first.status()).revision ?? 0;
  await first.kubectl('set image deployment/web nginx=broken.invalid/nope:1');
  await first.event(({ type }) => type === 'ReplicaSetCreated', revision + 1);
  const second = await first.fork('--at', String(revision));
  try {
    const after = await second.get('deployments,replicasets,pods,nodes,secrets,serviceaccounts -A');
    expect(uidsOf(after)).toEqual(uidsOf(before));
    expect((await second.log({ tail: '1', until: '0s' })).length).toBe(1);
    expect((await second.get('deployment web')).spec.template.spec.containers[0].image).toBe('nginx');
    await second.kubectl('set image deployment/web nginx=nginx:1.27');
    await second.kubectl('rollout status deployment/web --timeout=60s');
    expect((await first.get('deployment web')).spec.template.spec.containers[0].image).toBe('broken.invalid/nope:1');
    expect((await first.status()).services.every(({ state }) => state === 'running')).toBe(true);
    await expectCompared(first, second, 'deployments/default/web');
    await expectRefused(second);
    await expectOwnAuthorities(second);
  } finally {
    await second.down();
  }
});

test('a fork of a past moment begins at its time with its containers, which start again after a loss of power', async () => {
  await first.advance('20m');
  const moment = (await first.log({ tail: '1' })).at(-1)?.at ?? 0;
  await first.advance('20m');
  const second = await first.fork('--at', '-20m');
  try {
    const now = await labNow(second);
    expect(now).toBeGreaterThan(moment - 60_000);
    expect(now).toBeLessThan(await labNow(first));
    const containers = async (lab: Lab) => {
      const { items } = (await lab.get('pods -l app=web')) as { items: PodItem[] };
      const statuses = items.flatMap(({ status }) => status.containerStatuses ?? []).filter(({ state }) => state.running);
      return statuses.map(({ containerID, restartCount, state }) => ({ containerID, restartCount, state }));
    };
    const before = await containers(first);
    expect(before).toHaveLength(2);
    expect(await containers(second)).toEqual(before);
    await second.klockwork('down');
    await second.up();
    await expect.poll(async () => (await containers(second)).map(({ restartCount }) => restartCount), { timeout: 60_000 }).toEqual([1, 1]);
  } finally {
    await second.down();
  }
});

async function labNow(lab: Lab): Promise<number> {
  return Date.parse((JSON.parse(await lab.klockwork('status', '-o', 'json')) as { clock: { now: string } }).clock.now);
}

interface PodItem {
  readonly status: { readonly containerStatuses?: { containerID: string; restartCount: number; state: { running?: object } }[] };
}

/** Credentials of the first lab are refused: token of the administrator, of an account, certificate authority. */
async function expectRefused(second: Lab): Promise<void> {
  const account = (await first.kubectl('create token default')).trim();
  const administrator = readFileSync(join(first.data, 'pki', 'admin.token'), 'utf8').trim();
  const url = `https://127.0.0.1:${second.port}`;
  for (const token of [account, administrator]) {
    const asked = await second.try([
      '--kubeconfig',
      '/dev/null',
      '--server',
      url,
      '--insecure-skip-tls-verify',
      `--token=${token}`,
      'get',
      'pods',
    ]);
    expect(asked).toMatchObject({ code: 1, stderr: 'error: You must be logged in to the server (Unauthorized)\n' });
  }
  expect([await usernameOf(first, account), await usernameOf(second, account)]).toEqual(['system:serviceaccount:default:default', '']);
  const { stderr } = await first.try(['--server', url, 'get', 'pods']);
  expect(stderr).toContain('certificate signed by unknown authority');
}

/** Returns the user of a token as a TokenReview of the lab reports it; empty for a refused token. */
async function usernameOf(lab: Lab, token: string): Promise<string> {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  const answer = await lab.try(['create', '-o', 'json', '-f', '-'], { input: JSON.stringify(review) });
  return JSON.parse(answer.stdout).status.user.username ?? '';
}

async function expectOwnAuthorities(second: Lab): Promise<void> {
  const ids = await Promise.all([first, second].map(async (lab) => JSON.parse(await lab.kubectl('get --raw /klockwork/v1/status')).lab));
  expect(ids).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.not.stringMatching(ids[0])]);
  const authority = readFileSync(join(second.data, 'pki', 'ca.crt'), 'utf8');
  expect(authority).not.toBe(readFileSync(join(first.data, 'pki', 'ca.crt'), 'utf8'));
  const published = [
    (await second.get('configmap extension-apiserver-authentication -n kube-system')).data['client-ca-file'],
    ...(await second.get('configmaps -A --field-selector metadata.name=kube-root-ca.crt')).items.map(
      ({ data }: { data: Record<string, string> }) => data['ca.crt'],
    ),
  ];
  expect(new Set(published)).toEqual(new Set([authority]));
}

test('impossible forks are refused in one sentence and leave nothing', async () => {
  const data = join(parent, 'refused');
  const refused = async (...options: string[]) => (await klockwork(['fork', '--of', first.data, '--data', data, ...options])).stderr;
  const revision = (await first.status()).revision ?? 0;
  expect(await refused('--at', String(revision + 1_000_000))).toMatch(
    /^klockwork: revision \d+ is not in the event log, which ends at \d+\n$/,
  );
  expect(await refused('--at', '2001-01-01T00:00:00Z')).toBe('klockwork: the event log begins after 2001-01-01T00:00:00.000Z\n');
  expect(await refused('--at', 'soon')).toMatch(/^klockwork: a moment is a revision, .*, not "soon"\n$/);
  expect(await refused('--data', first.data)).toBe(`klockwork: ${first.data} is in use: choose a folder that does not exist\n`);
  expect(await refused('--of', parent)).toBe(`klockwork: there is no event log in ${parent}\n`);
  expect(await refused('--port', String(first.port))).toMatch(/^klockwork: port \d+ is in use/);
  expect(readdirSync(parent)).toEqual([]);
});

/** Kills a fork once its unfinished folder exists. Returns false if the fork ended first, as it may on a busy machine. */
async function killFork(data: string): Promise<boolean> {
  const child = spawn(process.execPath, [main, 'fork', '--of', first.data, '--data', data]);
  const ended = once(child, 'exit');
  while (!readdirSync(parent).some((name) => name.startsWith('.killed.')) && child.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  const [, signal] = await ended;
  return signal === 'SIGKILL';
}

test('a fork that is killed leaves no folder, and the next one succeeds', async () => {
  const data = join(parent, 'killed');
  while (!(await killFork(data)) || existsSync(data)) rmSync(data, { recursive: true });
  const again = await klockwork(['fork', '--of', first.data, '--data', data]);
  expect([again.code, readdirSync(parent)]).toEqual([0, ['killed']]);
  expect(again.stdout).toMatch(/^forked at revision \d+ \(.*Z\): .*killed has \d+ events\n/);
  await first.kubectl('get pods');
});

test('the commands from a failure to a file work, and the first lab keeps its failure', async () => {
  const guide = readFileSync(new URL('../../docs/guides/fork-and-tape.md', import.meta.url), 'utf8');
  const [, block = ''] = /## From a failure to a file\n.*?```sh\n(.*?)```/s.exec(guide) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-failure-'));
  try {
    mkdirSync(join(folder, 'work'));
    symlinkSync(kubectl('1.35'), join(folder, 'kubectl'));
    await first.kubectl('set image deployment/web nginx=nginx:1.26');
    await first.kubectl('rollout status deployment/web --timeout=60s');
    await first.advance('10m');
    const script = block.replaceAll('npx klockwork', `"${process.execPath}" "${main}"`);
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, HOME: folder, KLOCKWORK_DATA: first.data };
    const options = { cwd: join(folder, 'work'), env: { ...env, KUBECONFIG: join(first.data, 'kubeconfig') } };
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], options);
    expect(stdout).toMatch(/^web +2\/2 .* nginx:1\.26 [\s\S]*deployment "web" successfully rolled out\n[\s\S]*bug.tape: \d+ events/m);
    expect((await first.get('deployment web')).spec.template.spec.containers[0].image).toBe('broken.invalid/web:2');
    expect((await klockwork(['tape', 'info', join(folder, 'work', 'bug.tape')])).code).toBe(0);
  } finally {
    await klockwork(['down', '--data', join(folder, 'before')]);
    rmSync(folder, { recursive: true, force: true });
  }
});
