import { describe, expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';
import { hostTurn } from './testing/host-turn.ts';

/** Seed 1 of each scenario is played where its timers are compared with docs/timers.md (tools/simulate). */
const SEEDS = [2, 3];

describe.each(allScenarios)('$name', (scenario) => {
  test.each(SEEDS)('ends well with seed %i, no invariant broken', async (seed) => {
    await expect(runScenario({ scenario, seed, nextTurn: hostTurn })).resolves.toMatchObject({ scenario: scenario.name, seed });
  });
});
