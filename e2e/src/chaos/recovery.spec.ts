import { ApiClient, Lab, LauncherClient } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unrest } from './cluster-verdicts.ts';
import { Killer } from './killer.ts';
import { Scaler } from './scaler.ts';
import { converged } from './waiting.ts';

const ROUNDS = 2;
/** Far below the time-out of a write (30 s): nobody may wait for an answer that cannot come. */
const REST_MS_MAX = 10_000;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.up(['--profile', 'fast']);
});
afterAll(() => lab.down());

it.each(['api-server', 'scheduler', 'controller-manager', 'broker', 'kubelet-agent-2'])(
  'a rollout that is under way when %s is killed goes on as soon as it is back',
  async (service) => {
    const [api, launcher] = [new ApiClient(lab.data), new LauncherClient(lab.data)];
    const [scaler, killer] = [new Scaler(api), new Killer(launcher)];
    await scaler.create(service, 2);
    const atRest = () => converged(`the rollout of ${service}`, REST_MS_MAX, () => unrest(launcher, api, scaler.replicas));
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
