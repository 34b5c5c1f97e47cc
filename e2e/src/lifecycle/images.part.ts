import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

const GUIDE = readFileSync(new URL('../../../docs/guides/images.md', import.meta.url), 'utf8');

/** Guide recipe by pod name. */
function recipe(name: string): string {
  const blocks = [...GUIDE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
  const found = blocks.find((yaml) => new RegExp(`^ {2}name: ${name}$`, 'm').test(yaml));
  if (found === undefined) throw new Error(`the guide has no recipe for ${name}`);
  return found;
}

/** Applies a recipe; resolves once its pod runs. */
async function cook(name: string): Promise<void> {
  await lab.kubectl('apply -f -', recipe(name));
  await advance('500ms');
}

/** READY, STATUS and RESTARTS, as `kubectl get` shows them. */
async function shown(name: string): Promise<string> {
  const [, ready, status, restarts] = (await lab.kubectl(`get pod ${name} --no-headers`)).split(/\s+/);
  return `${ready} ${status} ${restarts}`;
}

/** Output at once, and after each advance. */
async function course(name: string, ...advances: readonly string[]): Promise<string[]> {
  await cook(name);
  const seen = [await shown(name)];
  for (const duration of advances) {
    await advance(duration);
    seen.push(await shown(name));
  }
  return seen;
}

test.each<[string, readonly string[], readonly string[]]>([
  [
    'patient',
    ['1s', '10s', '10s', '20s'],
    ['1/1 Running 0', '1/1 Running 1', '0/1 CrashLoopBackOff 1', '0/1 CrashLoopBackOff 2', '1/1 Running 3'],
  ],
  ['warming', ['10s', '12s'], ['0/1 Running 0', '0/1 Running 0', '1/1 Running 0']],
  ['leaky', ['4s', '5s', '500ms'], ['1/1 Running 0', '1/1 Running 0', '1/1 Running 1', '0/1 OOMKilled 1']],
  ['stuck', ['80s', '1m'], ['1/1 Running 0', '1/1 Running 0', '1/1 Running 1']],
  ['slow', ['30s', '20s'], ['0/1 Running 0', '0/1 Running 0', '1/1 Running 0']],
  ['worker', ['5s'], ['1/1 Running 0', '0/1 Error 0']],
  ['moody', ['1s', '2s'], ['1/1 Running 0', '1/1 Running 0', '1/1 Running 1']],
])('the recipe %s behaves as described in the guide', async (name, advances, states) => {
  expect(await course(name, ...advances)).toEqual(states);
});

test('the recipe shop serves requests and logs them', async () => {
  await cook('shop');
  // Probes come at whole seconds and periods of the lab.
  await advance('11s');
  expect(await shown('shop')).toBe('1/1 Running 0');
  expect(await lab.kubectl('logs shop')).toMatch(/^[0-9T:.-]+Z shop 1\.0 listens on :8080\n$/);
});

test('the recipe stubborn takes its whole grace period to be deleted', async () => {
  await cook('stubborn');
  await lab.kubectl('delete pod stubborn --wait=false');
  await advance('29s');
  expect([await shown('stubborn'), await lab.kubectl('logs stubborn')]).toEqual(['1/1 Terminating 0', 'not now\n']);
  await advance('2s');
  expect(await lab.kubectl('get pods stubborn --ignore-not-found')).toBe('');
});

test('the recipe chatty writes its lines on time', async () => {
  await cook('chatty');
  await advance('1m');
  const lines = (await lab.kubectl('logs chatty')).trim().split('\n');
  expect([lines.length, lines.filter((line) => line === 'a minute has passed').length]).toEqual([7, 1]);
});

test('kubectl lists images, and a refused pull names the remedy', async () => {
  const rows = (await lab.kubectl('get images nginx shop --no-headers')).trim().split('\n');
  expect(rows.map((row) => row.split(/ {2,}/).slice(0, 4))).toEqual([
    ['nginx', 'docker.io/library/nginx', 'latest,alpine,alpine3.{0..30} + 7 more...', '62939286'],
    ['shop', 'shop', '1.0', '64Mi'],
  ]);
  await lab.kubectl('run nobody --image=nobody-knows:1');
  await advance('500ms');
  const events = await lab.kubectl('events --for pod/nobody');
  expect(events).toContain('nobody-knows:1: not found; to run it as a stand-in: npx klockwork images allow nobody-knows');
});

test('a permitted unknown image runs as a stand-in, and logs that', async () => {
  const pod = {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'guest' } },
    spec: {
      containers: [
        { name: 'main', image: 'ghcr.io/shop/web:1', ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 8080 } } },
      ],
    },
  };
  expect(await lab.klockwork('images', 'allow', 'ghcr.io/**')).toMatch(/^ghcr\.io-any +ghcr\.io\/\*\* +\* +stand-in +created$/m);
  await lab.kubectl('apply -f -', JSON.stringify(pod));
  await advance('11s');
  expect(await shown('guest')).toBe('1/1 Running 0');
  expect(await lab.kubectl('describe pod guest')).toContain('bytes. It is a stand-in: its programs are not simulated');
  const line = 'klockwork: ghcr.io/shop/web:1 is a stand-in, its program is not simulated; it listens on 8080 until it is asked to stop\n';
  expect(await lab.kubectl('logs guest')).toBe(line);
});

/** Image events of a pod: count and message. */
async function told(name: string, ...reasons: string[]): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name}`);
  type Told = { reason: string; count: number; message: string };
  return (items as Told[]).filter(({ reason }) => reasons.includes(reason)).map(({ count, message }) => `${message} x${count}`);
}

test('a failed pull is retried after 10 s, then 20, 40 and so on up to 300 s, without end', async () => {
  await lab.kubectl('delete pods --all --force --grace-period=0');
  await lab.kubectl('run nowhere --image=nobody-knows:1');
  // At 0, 10, 30, 70, 150 and 310 s, then every 300 s: each failure is visible for a second.
  const seen: string[] = [];
  for (const duration of ['9500ms', '1s', '299s', '1s', '299s', '1s']) {
    await advance(duration);
    seen.push((await shown('nowhere')).split(' ')[1] ?? '');
  }
  const [waits, failed] = ['ImagePullBackOff', 'ErrImagePull'];
  expect(seen).toEqual([waits, failed, waits, failed, waits, failed]);
  // Counted every 10 s; the event rate limit of a pod is 25, then one in five minutes.
  const [pulling, backOff] = await told('nowhere', 'Pulling', 'BackOff');
  expect(pulling).toBe('Pulling image "nobody-knows:1" x4');
  expect(backOff).toMatch(/^Back-off pulling image "nobody-knows:1" x(5\d|6\d)$/);
});

test('a node keeps pulled images, and pulls again only with policy Always, default for latest', async () => {
  const pod = (name: string, image: string) => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name } },
    spec: { nodeName: 'node-1', containers: [{ name: 'main', image }] },
  });
  for (const round of ['first', 'second']) {
    const items = [pod(`${round}-tag`, 'redis:7.2'), pod(`${round}-latest`, 'redis')];
    await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await advance('1s');
  }
  const policies = await lab.kubectl('get pods first-tag first-latest -o jsonpath={.items[*].spec.containers[*].imagePullPolicy}');
  expect(policies).toBe('IfNotPresent Always');
  expect(await told('second-tag', 'Pulling', 'Pulled')).toEqual([
    'Container image "redis:7.2" already present on machine and can be accessed by the pod x1',
  ]);
  expect(await told('second-latest', 'Pulling', 'Pulled')).toEqual([
    'Pulling image "redis" x1',
    expect.stringMatching(/^Successfully pulled image "redis" in /),
  ]);
});
