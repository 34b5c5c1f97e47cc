import { expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { allScenarios } from './scenarios/all-scenarios.ts';
import { faultObjects } from './scenarios/fault-objects.scenario.ts';
import { randomFaults } from './scenarios/random-faults.scenario.ts';
import { rollingUpdate } from './scenarios/rolling-update.scenario.ts';
import { hostTurn } from './testing/host-turn.ts';

async function play(scenario: (typeof allScenarios)[number], seed: number) {
  const result = await runScenario({ scenario, seed, nextTurn: hostTurn });
  return { ...result, hash: result.hash() };
}

test('a rolling update is the same run again for the same seed', async () => {
  expect(await play(rollingUpdate, 2)).toEqual(await play(rollingUpdate, 2));
});

test('random faults with one seed are the same run alone and beside another, and another run with another seed', async () => {
  const alone = await play(randomFaults, 3);
  const [beside, other] = await Promise.all([play(randomFaults, 3), play(randomFaults, 2)]);
  expect(beside).toEqual(alone);
  expect(other.hash).not.toBe(alone.hash);
});

test('random Faults with one seed are the same run again', async () => {
  const first = await play(faultObjects, 4);
  expect(await play(faultObjects, 4)).toEqual(first);
});
