import { klockwork } from '@klockwork/lab-tool';
import { afterAll, expect, test } from 'vitest';
import { lab } from './clock-lab-of-spec.ts';
import { renewals } from './verdicts/leases.ts';
import { wrongNodeLosses } from './verdicts/node-loss.ts';

afterAll(async () => {
  for (const node of ['node-2', 'node-3']) await lab.launcher.startNode(node);
});

test('a node is killed at the exact instant: a renewal one ms earlier is its last, one ms later is absent', async () => {
  const from = Math.ceil((await lab.clock.now()) / 60_000) * 60_000;
  await lab.clock.advanceTo(from);
  // Leases are renewed at every tenth second.
  const killedAt = { 'node-2': from + 600_001, 'node-3': from + 599_999 };
  expect(await lab.lab.klockwork('kill-node', 'node-2', '--at', new Date(killedAt['node-2']).toISOString())).toBe(
    `SIGKILL to kubelet-agent-2 at ${new Date(killedAt['node-2']).toISOString()} of the lab: node-2 will lose power\n`,
  );
  await lab.lab.klockwork('kill-node', 'node-3', '--at', '+599999ms');
  await lab.clock.advance('20m');
  const log = await lab.lab.log();
  const lost = log.filter(({ data }) => data.reason === 'PowerLost').map(({ at, data }) => [data.object, at]);
  expect(Object.fromEntries(lost)).toEqual({ 'Node/node-2': killedAt['node-2'], 'Node/node-3': killedAt['node-3'] });
  expect(renewals(log).get('node-2')?.at(-1)).toBe(from + 600_000);
  expect(renewals(log).get('node-3')?.at(-1)).toBe(from + 590_000);
  expect(wrongNodeLosses(log, killedAt)).toEqual([]);
});

test('a past instant is refused', async () => {
  const { code, stderr } = await klockwork(['kill-node', 'node-1', '--at', '2020-01-01T00:00:00Z', '--data', lab.lab.data]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^klockwork: 2020-01-01T00:00:00.000Z has passed in the lab: it is 20/);
});
