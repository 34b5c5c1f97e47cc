import { builtInCatalogue } from '@klockwork/images';
import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import { expect, test } from 'vitest';
import { DescribedContainer } from '../../../testing/described-container.ts';
import { NetworkLab } from '../../../testing/network-lab.ts';

const CONSUMER = 'registry.k8s.io/e2e-test-images/resource-consumer:1.13';
const AGNHOST = 'registry.k8s.io/e2e-test-images/agnhost:2.59';

/** Consumer on port 8080, and a client on another node. */
async function aConsumer() {
  const lab = new NetworkLab();
  const consumer = await lab.pod(1, CONSUMER);
  const client = await lab.pod(2, AGNHOST);
  const post = async (path: string, form: string) =>
    (await lab.run(client, ['curl', '-s', '-d', form, `http://${consumer.ip}:8080${path}`], 100)).stdout;
  return { lab, consumer, client, post };
}

test('a consumer answers as upstream and runs a program for each request', async () => {
  const { lab, consumer, post } = await aConsumer();
  expect([await post('/ConsumeCPU', 'millicores=250&durationSec=30'), await post('/ConsumeMem', 'megabytes=100&durationSec=30')]).toEqual([
    'ConsumeCPU\n250 millicores\n30 durationSec\n',
    'ConsumeMem\n100 megabytes\n30 durationSec\n',
  ]);
  const programs = async () =>
    (await lab.run(consumer, ['ps'])).stdout
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim().split(/\s+/)[3]);
  expect(await programs()).toEqual(['consumer', 'consume-cpu', 'stress', 'stress', 'ps']);
  expect(lab.log(consumer).slice(0, 2)).toEqual([
    '2026/01/01 00:00:00 ConsumeCPU millicores: 250, durationSec: 30',
    '2026/01/01 00:00:00 ConsumeMem megabytes: 100, durationSec: 30',
  ]);
  await lab.run(consumer, ['true'], 31_000);
  expect(await programs()).toEqual(['consumer', 'ps']);
});

test.each([
  ['/ConsumeCPU', 'millicores=250', 'not given function argument\n'],
  ['/ConsumeMem', 'megabytes=many&durationSec=1', 'incorrect function argument\n'],
  ['/BumpMetric', 'metric=QPS&delta=2.5&durationSec=60', 'BumpMetric\nQPS metric\n2.5 delta\n60 durationSec\n'],
  ['/Sleep', 'durationSec=60', 'unknown function: /Sleep\n'],
])('a consumer answers %s %s by %j', async (path, form, answer) => {
  const { post } = await aConsumer();
  expect(await post(path, form)).toBe(answer);
});

test('a metric is raised for its duration', async () => {
  const { lab, consumer, client, post } = await aConsumer();
  const metrics = async () => (await lab.run(client, ['curl', '-s', `http://${consumer.ip}:8080/metrics`], 100)).stdout;
  await post('/BumpMetric', 'metric=QPS&delta=2.5&durationSec=60');
  const before = await metrics();
  await lab.run(client, ['true'], 60_000);
  expect([before, await metrics()]).toEqual([
    '# HELP QPS info message.\n# TYPE QPS gauge\nQPS 2.500000\n',
    '# HELP QPS info message.\n# TYPE QPS gauge\nQPS 0.000000\n',
  ]);
});

test('the uses of all requests add up until they end', async () => {
  const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: CONSUMER }).start();
  for (let requests = 0; requests < 3; requests++) void app.exec('/consume-cpu/consume-cpu', '-millicores=100', '-duration-sec=30');
  await app.advance(20_000);
  const busy = app.stats?.cpu.usageNanoCores;
  await app.advance(40_000);
  expect([busy, app.stats?.cpu.usageNanoCores]).toEqual([300_000_000, 0]);
});

test('a consumer whose programs are replaced keeps its average', async () => {
  const app = await new DescribedContainer({ catalogue: builtInCatalogue(), image: CONSUMER }).start();
  for (let turn = 0; turn < 3; turn++) {
    void app.exec('/consume-cpu/consume-cpu', '-millicores=200', '-duration-sec=30');
    await app.advance(30_000);
  }
  void app.exec('/consume-cpu/consume-cpu', '-millicores=400', '-duration-sec=30');
  await app.advance(3_000);
  expect(app.stats?.cpu).toMatchObject({ usageNanoCores: 240_000_000, usageCoreNanoSeconds: 19_200_000_000 });
});

test('agnhost spreads amounts among consumers in requests of the asked size', async () => {
  const lab = new NetworkLab();
  const consumer = await lab.pod(1, CONSUMER);
  const service = aServiceAt({ clusterIP: '10.96.0.7', ports: [{ port: 80, targetPort: 8080 }] }, { name: 'consumers' });
  const slice = aSlice([{ addresses: [consumer.ip] }], { ports: [{ protocol: 'TCP', port: 8080 }] }, 'consumers');
  lab.view = aNetwork({ services: [service], slices: [slice] });
  const command = ['/agnhost', 'resource-consumer-controller', '--consumer-service-name=consumers', '--consumer-port=80'];
  const controller = await lab.pod(2, AGNHOST, { command });
  const ask = async (path: string, form: string) =>
    (await lab.run(controller, ['curl', '-s', '-d', form, `http://localhost:8080${path}`], 1_000)).stdout;
  expect(await ask('/ConsumeCPU', 'millicores=250&durationSec=30&requestSizeMillicores=100')).toBe(
    'RC manager: sending 2 requests to consume 100 millicores each and 1 request to consume 50 millicores\n' +
      'Consumed 100 millicores\nConsumed 100 millicores\nConsumed 50 millicores\n',
  );
  expect(lab.log(consumer)).toHaveLength(3);
  expect(await ask('/ConsumeCPU', 'millicores=250&durationSec=30&requestSizeMillicores=0')).toBe('incorrect function argument\n');
});
