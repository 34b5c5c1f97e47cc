import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient, Lab, LauncherClient } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unsettledParts } from './cluster-verdicts.ts';
import { Scaler } from './scaler.ts';
import { ServiceKiller } from './service-killer.ts';
import { converged, eventually } from './waiting.ts';

const ROUNDS = 2;
/** Below the timeout of a write (30 s): no client may wait for an impossible response. */
const REST_MS_MAX = 25_000;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
});
afterAll(() => lab.down());

test.each(['api-server', 'scheduler', 'controller-manager', 'broker', 'kubelet-agent-2'])(
  'a rollout interrupted by a kill of %s continues after the restart',
  async (service) => {
    const [api, launcher] = [new ApiClient(lab.data), new LauncherClient(lab.data)];
    const [scaler, killer] = [new Scaler(api), new ServiceKiller(launcher)];
    await scaler.create(service, 2);
    const atRest = () => converged(`the rollout of ${service}`, REST_MS_MAX, () => unsettledParts(launcher, api, scaler.replicas));
    await atRest();
    const tookMs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const replicas of [8, 2]) {
        await Promise.all([scaler.scale(service, replicas), killer.kill(service)]);
        tookMs.push(Math.round(await atRest()));
      }
    }
    console.log(`${service} killed: at rest after ${tookMs.join(', ')} ms`);
    await scaler.scale(service, 0);
    await atRest();
    api.close();
    expect(Math.max(...tookMs)).toBeLessThan(REST_MS_MAX);
  },
);

test('an agent that ends by itself boots again, and the pod that it was starting at two ends fails', async () => {
  const launcher = new LauncherClient(lab.data);
  const agent = async () => (await launcher.status()).services.find(({ name }) => name === 'kubelet-agent-1');
  const overrides = JSON.stringify({ spec: { nodeName: 'node-1' } });
  await lab.try(['run', 'poison', '--image=busybox', `--overrides=${overrides}`, '--', 'sleep', '1d']);
  await lab.kubectl('wait --for=condition=Ready pod/poison --timeout=60s');
  const { uid } = (await lab.get('pod poison')).metadata;
  for (const ends of [1, 2]) {
    const before = await agent();
    // Written by an agent before each step of a pod start.
    appendFileSync(join(lab.data, 'nodes', 'node-1', 'pod-starts'), `+${uid}\n`);
    process.kill(before?.pid as number, 'SIGSEGV');
    await eventually(`boot ${ends}`, REST_MS_MAX, async () => {
      const now = await agent();
      return now?.state === 'running' && now.pid !== before?.pid ? true : undefined;
    });
  }
  await lab.kubectl('wait --for=jsonpath={.status.reason}=AgentCrashLoop pod/poison --timeout=60s');
  expect(await lab.kubectl('get pod poison --no-headers')).toMatch(/^poison +0\/1 +AgentCrashLoop /);
  expect(await lab.klockwork('status')).toMatch(
    /\nkubelet-agent-1 +running .* 2 +node-1\n(.|\n)*\nkubelet-agent-1 ended at [\d:]+Z \(SIGSEGV\)/,
  );
});
