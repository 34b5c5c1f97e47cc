import type { LoggedEvent } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClockLab } from './clock-lab.ts';
import { ForeignController, reactionTo } from './foreign-controller.ts';
import { instantOf } from './verdicts/instants.ts';

let lab: ClockLab;
beforeAll(async () => {
  lab = await ClockLab.up();
});
afterAll(() => lab.down());

test('an external controller reacts within the instant of its event', async () => {
  const name = 'crash';
  const spec = { containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'exit 1'] }] };
  const controller = new ForeignController(lab.lab.data);
  const running = controller.run();
  await lab.api.send('POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
  await lab.clock.advance('20m');
  controller.stop();
  await running;
  const log = await lab.lab.log();
  const restarts = restartInstants(log, name);
  expect(restarts.length).toBeGreaterThan(7);
  const lateness = restarts.map((at, index) => (instantOf(log, 'ConfigMapCreated', reactionTo(name, index + 1)) ?? Infinity) - at);
  expect(lateness).toEqual(restarts.map(() => 0));
});

/** Instants of the first reports of a pod's restarts, in order. */
function restartInstants(log: readonly LoggedEvent[], pod: string): number[] {
  const instants: number[] = [];
  for (const { key, type, data, at } of log)
    if (type === 'PodStatusReported' && key.name === pod && Number(data.restarts) > instants.length) instants.push(at);
  return instants;
}
