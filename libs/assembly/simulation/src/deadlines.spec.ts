import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import type { TimerName } from '@klockwork/kernel';
import type { Node, Pod } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { crashLoopHour } from './scenarios/crash-loop-hour.scenario.ts';
import { idleHour } from './scenarios/idle-hour.scenario.ts';
import { nodeLoss } from './scenarios/node-loss.scenario.ts';
import { hostTurn } from './testing/host-turn.ts';

type TimerFiring = { readonly name: string; readonly upkeep: true | undefined; readonly at: number };

/** A whole run: its result, its log and the timers that fired. */
async function played(scenario: Scenario, seed: number) {
  const events: LogEvent[] = [];
  const timers: TimerFiring[] = [];
  const onEvent = (event: LogEvent) => void events.push(event);
  const onTimer = (what: string, { name, upkeep }: TimerName, at: number) => {
    if (what === 'fired') timers.push({ name, upkeep, at });
  };
  return { result: await runScenario({ scenario, seed, nextTurn: hostTurn, onEvent, onTimer }), events, timers };
}

function objectOf<T>(event: LogEvent | undefined): T {
  return JSON.parse((event as StoredEvent | undefined)?.objectJson ?? '{}') as T;
}

/** Returns back-off durations in ms, one per container end; 0 for an immediate restart. */
function backOffs(timers: readonly TimerFiring[]): number[] {
  const told = timers.filter(({ name }) => name === 'container-sleep' || name === 'crash-loop-back-off');
  return told.flatMap(({ name, at }, index) => {
    const next = told[index + 1];
    if (name !== 'container-sleep' || next === undefined) return [];
    return [next.name === 'crash-loop-back-off' ? next.at - at : 0];
  });
}

test.each([2, 3])('back-offs grow to five minutes and begin anew after ten minutes of life, to the millisecond (seed %i)', async (seed) => {
  const { events, timers } = await played(crashLoopHour, seed);
  const S = 1_000;
  const growing = [0, 10 * S, 20 * S, 40 * S, 80 * S, 160 * S, 300 * S];
  const expected = [...growing, 300 * S, 300 * S, ...growing];
  expect(backOffs(timers).slice(0, expected.length)).toEqual(expected);
  const last = events.findLast(({ type }) => type === 'PodStatusReported');
  expect(objectOf<Pod>(last).status?.containerStatuses?.[0]).toMatchObject({
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: expect.stringMatching(/^back-off 5m0s restarting failed container=main pod=crasher_/),
      },
    },
  });
});

test.each([2, 3])(
  'a node is missed 50 s after its last renewal, and its pods are evicted 300 s after the taint (seed %i)',
  async (seed) => {
    const { events } = await played(nodeLoss, seed);
    const renewed = events.findLast(({ type, key }) => type === 'LeaseRenewed' && key.name === 'node-2')?.at ?? 0;
    const [missed] = events.filter(({ type }) => type === 'NodeBecameNotReady');
    const [tainted] = events.filter(({ type }) => type === 'NodeTainted');
    expect([missed?.key.name, missed?.at, tainted?.at]).toEqual(['node-2', renewed + 50_000, renewed + 50_000]);
    expect(objectOf<Node>(tainted).spec?.taints?.map(({ key, effect }) => `${key} ${effect}`)).toEqual([
      'node.kubernetes.io/unreachable NoSchedule',
      'node.kubernetes.io/unreachable NoExecute',
    ]);
    const evicted = events.filter(({ type }) => type === 'PodDeletionRequested');
    expect(new Set(evicted.map(({ at }) => at))).toEqual(new Set([renewed + 350_000]));
    const replaced = events.filter(({ type, at }) => type === 'PodBound' && at === renewed + 350_000);
    expect([evicted.length > 0, replaced.length]).toEqual([true, evicted.length]);
  },
);

test('an idle hour of three nodes stops at few instants, all at even seconds and none of them for work, but for its first minute', async () => {
  const { result, timers } = await played(idleHour, 2);
  expect(result.jumps).toBeLessThan(450);
  const [first] = timers;
  const later = timers.filter(({ at }) => at > (first?.at ?? 0) + 90_000);
  expect(later.filter(({ at, upkeep }) => at % 2_000 !== 0 || upkeep === undefined)).toEqual([]);
  expect([...new Set(later.map(({ name }) => name))].sort()).toEqual([
    'image-gc',
    'log-heads',
    'log-relay-checkpoint',
    'log-retention',
    'node-eviction',
    'node-lease-renew',
    'node-status-report',
    'token-refresh',
  ]);
});
