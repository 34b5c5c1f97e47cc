import { describe, expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';
import { hostTurn } from './testing/host-turn.ts';

describe.each(allScenarios)('$name', (scenario) => {
  test.each([1, 2, 3])('ends well with seed %i', async (seed) => {
    const result = await runScenario({ scenario, seed, nextTurn: hostTurn });
    expect(result).toMatchObject({ scenario: scenario.name, seed });
  });
});
