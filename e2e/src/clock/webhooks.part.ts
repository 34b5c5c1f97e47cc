import type { Server } from 'node:https';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from './clock-lab-of-spec.ts';
import { hostWebhook, review, urlOf, WebhookKeys } from './webhook-lab.ts';

const PODS = '/api/v1/namespaces/default/pods';
const CRON_JOBS = '/apis/batch/v1/namespaces/default/cronjobs';
const MINUTE_MS = 60_000;
/** Minutes of an advance, each with a new pod. */
const MINUTES = 5;

const keys = new WebhookKeys();
const servers: Server[] = [];
beforeAll(() => serveInPod());
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  keys.remove();
});

async function post(path: string, body: object): Promise<void> {
  const { status, body: answer } = await lab.api.send('POST', path, body);
  if (status !== 201) throw new Error(`${path} was answered ${status}: ${JSON.stringify(answer)}`);
}

/** Starts the webhook `hook` in a pod behind a Service. */
async function serveInPod(): Promise<void> {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const { key, certificate } = keys.identity.server;
  const data = { 'tls.key': base64(key), 'tls.crt': base64(certificate) };
  await post('/api/v1/namespaces/default/secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hook' }, data });
  const args = ['webhook', '--tls-cert-file=/tls/tls.crt', '--tls-private-key-file=/tls/tls.key', '--port=8444'];
  const image = 'registry.k8s.io/e2e-test-images/agnhost:2.59';
  const spec = {
    containers: [{ name: 'hook', image, args, volumeMounts: [{ name: 'tls', mountPath: '/tls' }] }],
    volumes: [{ name: 'tls', secret: { secretName: 'hook' } }],
  };
  await post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hook', labels: { app: 'hook' } }, spec });
  const ports = [{ port: 443, targetPort: 8444 }];
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'hook' }, spec: { selector: { app: 'hook' }, ports } };
  await post('/api/v1/namespaces/default/services', service);
  await lab.clock.advance('30s');
}

/** Creates a pod each minute of lab time, which the webhook of the name reviews. */
async function runEachMinute(name: string): Promise<void> {
  const labels = { reviewed: name };
  const containers = [{ name: 'main', image: 'busybox', command: ['true'] }];
  const template = { metadata: { labels }, spec: { restartPolicy: 'Never', containers } };
  const spec = { schedule: '* * * * *', jobTemplate: { spec: { template } } };
  await post(CRON_JOBS, { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec });
}

/** Returns the seconds after the full minute at which the pods of a CronJob were created, after an advance. */
async function secondsOfPods(name: string): Promise<number[]> {
  await runEachMinute(name);
  await lab.clock.advance(`${MINUTES}m`);
  await lab.api.send('DELETE', `${CRON_JOBS}/${name}`);
  const created = (await lab.lab.log()).filter(({ type, key }) => type === 'PodCreated' && key.name.startsWith(`${name}-`));
  return created.map(({ at }) => Math.floor((at % MINUTE_MS) / 1_000));
}

const eachMinute = (second: number) => Array.from({ length: MINUTES }, () => second);

test('a webhook in a pod answers within the instant during an advance', async () => {
  await review(lab.api, keys.identity, { name: 'quick', clientConfig: { service: { name: 'hook', namespace: 'default', path: '/pods' } } });
  expect(await secondsOfPods('quick')).toEqual(eachMinute(0));
});

test('a webhook in a pod that takes five seconds of lab time delays the write by five seconds of lab time', async () => {
  const service = { name: 'hook', namespace: 'default', path: '/always-allow-delay-5s' };
  await review(lab.api, keys.identity, { name: 'slow', clientConfig: { service } });
  expect(await secondsOfPods('slow')).toEqual(eachMinute(5));
});

test('a webhook in a pod that exceeds its timeout is ignored after that lab time', async () => {
  const service = { name: 'hook', namespace: 'default', path: '/always-allow-delay-5s' };
  await review(lab.api, keys.identity, { name: 'late', clientConfig: { service }, timeoutSeconds: 2, failurePolicy: 'Ignore' });
  expect(await secondsOfPods('late')).toEqual(eachMinute(2));
});

test('a webhook on the host may write to the API during an advance, at the instant of the reviewed write', async () => {
  let calls = 0;
  const server = await hostWebhook(keys.identity, async () => {
    calls += 1;
    const metadata = { name: `review-${calls}` };
    await post('/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
  });
  servers.push(server);
  await review(lab.api, keys.identity, { name: 'writing', clientConfig: { url: urlOf(server) } });
  expect(await secondsOfPods('writing')).toEqual(eachMinute(0));
  const log = await lab.lab.log();
  const written = log.filter(({ type, key }) => type === 'ConfigMapCreated' && key.name.startsWith('review-'));
  const reviewed = log.filter(({ type, key }) => type === 'PodCreated' && key.name.startsWith('writing-'));
  expect(written.map(({ at }) => at)).toEqual(reviewed.map(({ at }) => at));
});

test('a webhook on the host that hangs holds lab time until its timeout', async () => {
  const server = await hostWebhook(keys.identity, () => new Promise(() => {}));
  servers.push(server);
  const fields = { timeoutSeconds: 1, failurePolicy: 'Ignore' };
  await review(lab.api, keys.identity, { name: 'hanging', clientConfig: { url: urlOf(server) }, ...fields });
  expect(await secondsOfPods('hanging')).toEqual(eachMinute(0));
});

test('a write from outside during an advance waits for the lab time of a webhook in a pod', async () => {
  const metadata = { name: 'outside', labels: { reviewed: 'slow' } };
  const containers = [{ name: 'main', image: 'busybox', command: ['true'] }];
  // Opens two connections: a handshake of the write may outlast the advance.
  const [began] = await Promise.all([lab.clock.now(), lab.clock.now()]);
  const advance = lab.clock.advance('1m', { maxRate: 60 });
  await post(PODS, { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers } });
  await advance;
  const created = (await lab.lab.log()).find(({ type, key }) => type === 'PodCreated' && key.name === 'outside');
  expect((created?.at ?? 0) - began).toBeGreaterThanOrEqual(5_000);
  expect((created?.at ?? Infinity) - began).toBeLessThan(MINUTE_MS);
});
