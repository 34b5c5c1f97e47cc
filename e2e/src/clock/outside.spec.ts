import type { LoggedEvent } from '@klockwork/lab-tool';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ClockLab } from './clock-lab.ts';
import { ForeignController, reactionTo } from './foreign-controller.ts';

/** What comes from outside while time is advanced: it knows nothing of the lab's time, and the lab must not lose it. */

let lab: ClockLab;
beforeAll(async () => {
  lab = await ClockLab.up();
});
afterAll(() => lab.down());

it('what kubectl writes in the middle of an advance is admitted and answered, at an instant between its ends', async () => {
  const advance = lab.clock.advance('2h');
  let isOver = false;
  const done = advance.finally(() => {
    isOver = true;
  });
  const written: string[] = [];
  while (!isOver) {
    const name = `written-${written.length}`;
    expect(await lab.lab.kubectl(`create configmap ${name} --from-literal=a=b`)).toBe(`configmap/${name} created\n`);
    written.push(name);
  }
  const { from, to } = await done;
  // The last may have been answered after the end.
  const during = written.slice(0, -1);
  expect(during.length).toBeGreaterThan(3);
  const log = await lab.lab.log();
  const instants = during.map((name) => instantOf(log, 'ConfigMapCreated', name));
  expect(instants.filter((at) => at === undefined || at < Date.parse(from) || at > Date.parse(to))).toEqual([]);
  expect(new Set(instants).size).toBeGreaterThan(3);
});

it('a controller that is no part of the lab reacts in the instant of what it reacts to', async () => {
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

function instantOf(log: readonly LoggedEvent[], type: string, name: string): number | undefined {
  return log.find((event) => event.type === type && event.key.name === name)?.at;
}

/** When each restart of a pod was first reported: the first restart first. */
function restartInstants(log: readonly LoggedEvent[], pod: string): number[] {
  const instants: number[] = [];
  for (const { key, type, data, at } of log)
    if (type === 'PodStatusReported' && key.name === pod && Number(data.restarts) > instants.length) instants.push(at);
  return instants;
}
