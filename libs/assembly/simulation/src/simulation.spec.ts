import { describe, expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';
import { randomFaults } from './scenarios/random-faults.scenario.ts';
import { rollingUpdate } from './scenarios/rolling-update.scenario.ts';
import { hostTurn } from './testing/host-turn.ts';

const play = (scenario: (typeof allScenarios)[number], seed: number) => runScenario({ scenario, seed, nextTurn: hostTurn });

describe.each(allScenarios)('$name', (scenario) => {
  test.each([1, 2, 3])('ends well with seed %i, no invariant broken', async (seed) => {
    await expect(play(scenario, seed)).resolves.toMatchObject({ scenario: scenario.name, seed });
  });
});

test.each([rollingUpdate, randomFaults])('$name is the same run again for the same seed', async (scenario) => {
  expect(await play(scenario, 4)).toEqual(await play(scenario, 4));
});

test('another seed is another run', async () => {
  const hashes = [];
  for (const seed of [1, 2, 3, 4]) hashes.push((await play(randomFaults, seed)).hash);
  expect(new Set(hashes).size).toBe(4);
});

test('two runs side by side do not touch each other', async () => {
  const alone = await play(randomFaults, 5);
  expect(await Promise.all([play(randomFaults, 5), play(randomFaults, 6)])).toContainEqual(alone);
});
