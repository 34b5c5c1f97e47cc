import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { klockwork, Lab } from '@klockwork/lab-tool';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectTapeCompared } from './console/expect-compared.ts';

const main = fileURLToPath(new URL('../../apps/klockwork/bin/klockwork.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'klockwork-tapes-'));
let lab: Lab;
let used = 0;
/** Returns a new secret value, which the tape must not contain. */
const canaries: string[] = [];
const canary = (): string => {
  const text = `Canary-${++used}-${'kvq7Zw'.repeat(2)}${used}`;
  canaries.push(text);
  return text;
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast', '--agents', '1']);
});
afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(...objects: object[]): Promise<void> {
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
}

const secret = (name: string, fields: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, ...fields });

const containers = (value: string, argument: string) => [
  { name: 'web', image: 'nginx', env: [{ name: 'DB_PASSWORD', value }], args: ['nginx', '-g', 'daemon off;', `--api-token=${argument}`] },
];

/** Puts a canary in every secret place, in several revisions, some of them deleted. */
async function placeCanaries(): Promise<void> {
  for (let revision = 0; revision < 3; revision++) {
    await apply(
      secret('applied', { stringData: { password: canary(), other: canary() } }),
      secret('encoded', { data: { key: base64(canary()) } }),
      secret('pull', {
        type: 'kubernetes.io/dockerconfigjson',
        stringData: { '.dockerconfigjson': JSON.stringify({ auths: { a: { auth: canary() } } }) },
      }),
      secret('bootstrap-token-abcdef', {
        metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
        type: 'bootstrap.kubernetes.io/token',
        stringData: { 'token-id': 'abcdef', 'token-secret': canary() },
      }),
      secret('sh.helm.release.v1.web.v1', { type: 'helm.sh/release.v1', stringData: { release: canary() } }),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', annotations: { 'example.com/api-key': canary() } },
        data: { 'db-password': canary(), level: 'debug' },
      },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web' },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: 'web' } },
          template: { metadata: { labels: { app: 'web' } }, spec: { containers: containers(canary(), canary()) } },
        },
      },
    );
  }
  await apply(secret('gone', { stringData: { token: canary() } }));
  await lab.kubectl('delete secret gone encoded');
  const known = canary();
  await apply(secret('known', { stringData: { password: known } }));
  for (const [index, message] of [`login with ${known} failed`, `login with ${base64(known)} failed`].entries())
    await apply({
      ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: `leak-${index}`, namespace: 'default' }, reason: 'Leaked', message },
      involvedObject: { kind: 'Secret', name: 'known', namespace: 'default' },
    });
  await lab.kubectl('apply --server-side -f -', JSON.stringify(secret('server-side', { stringData: { password: canary() } })));
  await lab.kubectl(`create secret generic literal --from-literal=p=${canary()}`);
  for (let more = 0; canaries.length < 40; more++) await lab.kubectl(`create secret generic more-${more} --from-literal=p=${canary()}`);
  await apply(
    secret('account', {
      metadata: { name: 'account', annotations: { 'example.com/token': (await lab.kubectl('create token default')).trim() } },
    }),
  );
}

/** Text of all members, decompressed. */
function textOf(file: string): string {
  const members = unzipSync(readFileSync(file));
  return Object.entries(members)
    .map(([name, bytes]) => (name.endsWith('.zst') ? zlib.zstdDecompressSync(bytes) : Buffer.from(bytes)).toString('utf8'))
    .join('\n');
}

test('a tape of a running lab has none of 40 canaries, and opens as the same cluster, only read', async () => {
  await placeCanaries();
  expect(canaries.length).toBe(40);
  const file = join(folder, 'redacted.tape');
  await lab.klockwork('tape', 'export', file);
  const text = textOf(file);
  const found = canaries.filter((one) => text.includes(one) || text.includes(base64(one)) || text.includes(base64(one).replace(/=+$/, '')));
  expect(found).toEqual([]);
  expect(text).not.toMatch(/eyJhbGciOi|PRIVATE KEY/);
  expect(readdirSync(folder)).toEqual(['redacted.tape']);
  const data = join(folder, 'opened');
  const opened = { ...process.env, KUBECONFIG: join(data, 'kubeconfig') };
  try {
    const { stderr } = await klockwork(['tape', 'open', file, '--data', data]);
    // A busy machine shows the progress of the start.
    expect(stderr.replaceAll(/^starting: .*\n/gm, '')).toBe('');
    const list = ['get', 'pods,secrets,configmaps,deployments', '-o', 'name'];
    const { manifest } = JSON.parse((await klockwork(['tape', 'info', file, '-o', 'json'])).stdout);
    // Reads the lab at the last exported revision: rollouts continue.
    const then = await klockwork(['at', String(manifest.span.lastRevision), '--data', lab.data, '--', 'kubectl', ...list]);
    expect(execFileSync('kubectl', list, { env: opened, encoding: 'utf8' })).toBe(then.stdout);
    expect(() => execFileSync('kubectl', ['delete', 'secret', 'known'], { env: opened, stdio: 'pipe' })).toThrow(/is an opened tape/);
    // An idle lab has no events after the tape: these separate the end of the tape from the events of the opened lab.
    await apply(...[1, 2, 3, 4].map((more) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `after-${more}` } })));
    await expectTapeCompared(lab, data, manifest.span.lastRevision);
  } finally {
    await klockwork(['down', '--data', data]);
  }
});

test('a tape becomes a live lab, whose pods resolve their Secrets', async () => {
  const file = join(folder, 'live.tape');
  await lab.klockwork('tape', 'export', file);
  const data = join(folder, 'live');
  try {
    expect((await klockwork(['fork', '--from', file, '--data', data, '--up'])).code).toBe(0);
    const env = { ...process.env, KUBECONFIG: join(data, 'kubeconfig') };
    const kubectl = (...args: string[]) => execFileSync('kubectl', args, { env, encoding: 'utf8' });
    const variable = { name: 'P', valueFrom: { secretKeyRef: { name: 'known', key: 'password' } } };
    const spec = {
      restartPolicy: 'Never',
      containers: [{ name: 'a', image: 'busybox', command: ['sh', '-c', 'echo $P'], env: [variable] }],
    };
    execFileSync('kubectl', ['apply', '-f', '-'], {
      env,
      input: JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'asks' }, spec }),
    });
    kubectl('wait', 'pod/asks', '--for=jsonpath={.status.phase}=Succeeded', '--timeout=60s');
    expect(kubectl('logs', 'asks')).toMatch(/^redacted-[0-9a-f]{16}\n$/);
  } finally {
    await klockwork(['down', '--data', data]);
  }
});

test('secrets are included on request, loudly, and keys of the lab never', async () => {
  const file = join(folder, 'plain.tape');
  const { stderr } = await klockwork(['tape', 'export', file, '--no-redaction', '--data', lab.data]);
  expect(stderr).toBe(`klockwork: ${file} HAS ALL SECRETS OF THIS LAB IN PLAIN TEXT: give it to nobody who may not read them\n`);
  const text = textOf(file);
  expect(text).toContain(base64(canaries[0] as string));
  expect(text).not.toContain('PRIVATE KEY');
  expect(text).not.toContain(readFileSync(join(lab.data, 'pki', 'admin.token'), 'utf8').trim());
});

test('a tape is readable with unzip and zstd, and tape info tells its contents', async () => {
  const file = join(folder, 'span.tape');
  const revision = (await lab.status()).revision ?? 0;
  await lab.kubectl('create configmap later');
  await lab.klockwork('tape', 'export', file, '--from', String(revision + 1));
  const { stdout } = await klockwork(['tape', 'info', file, '-o', 'json']);
  const { manifest, frames, problems } = JSON.parse(stdout);
  expect([manifest.span.firstRevision, problems]).toEqual([revision + 1, []]);
  expect(frames.map(({ name }: { name: string }) => name)).toEqual(['snapshots/000001.ndjson.zst', 'events/000001.ndjson.zst']);
  const lines = execFileSync('sh', ['-c', 'unzip -p "$0" events/000001.ndjson.zst | zstd -dc --long=25', file], { encoding: 'utf8' });
  expect(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).revision)[0],
  ).toBe(revision + 1);
});

test('impossible exports are refused in one sentence and leave nothing', async () => {
  const file = join(folder, 'refused.tape');
  const refused = async (...options: string[]) => (await klockwork(['tape', 'export', file, '--data', lab.data, ...options])).stderr;
  expect(await refused('--to', '999999999')).toMatch(/^klockwork: revision 999999999 is not in the event log, which ends at \d+\n$/);
  expect(await refused('--from', '999999999')).toMatch(/^klockwork: 999999999 is after the last event of the tape, revision \d+\n$/);
  expect((await klockwork(['tape', 'export', join(folder, 'none', 'x.tape'), '--data', lab.data])).stderr).toMatch(
    /^klockwork: cannot write .*x.tape \(ENOENT\)\n$/,
  );
  expect((await klockwork(['tape', 'export', join(folder, 'span.tape'), '--data', lab.data])).stderr).toMatch(
    /span.tape exists: choose another name\n$/,
  );
  expect((await klockwork(['tape', 'info', join(lab.data, 'kubeconfig')])).stderr).toMatch(
    /^klockwork: .*kubeconfig is no tape, or is cut off: .*\n$/,
  );
  expect(readdirSync(folder).filter((name) => name.includes('refused') || name.startsWith('.'))).toEqual([]);
});

/** Kills an export once it copies the log to `temporary`. Returns false if the export ended first, as it may on a busy machine. */
async function killExport(words: readonly string[], temporary: string): Promise<boolean> {
  const child = spawn(process.execPath, [main, ...words], { env: { ...process.env, TMPDIR: temporary } });
  const ended = once(child, 'exit');
  while (readdirSync(temporary).length === 0 && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGKILL');
  const [, signal] = await ended;
  return signal === 'SIGKILL';
}

test('an export that is killed leaves no tape, and the next one removes its copy of the log', async () => {
  const [file, temporary] = [join(folder, 'killed.tape'), mkdtempSync(join(folder, 'tmp-'))];
  const words = ['tape', 'export', file, '--data', lab.data];
  while (!(await killExport(words, temporary)) || existsSync(file)) {
    rmSync(file);
    for (const copy of readdirSync(temporary)) rmSync(join(temporary, copy), { recursive: true });
  }
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^klockwork-tape-/)]);
  const { code } = await klockwork(words, { TMPDIR: temporary });
  expect([code, existsSync(file), readdirSync(temporary)]).toEqual([0, true, []]);
  expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
});
