import { expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { allScenarios } from './scenarios/all-scenarios.ts';
import { crashLoopHour } from './scenarios/crash-loop-hour.scenario.ts';
import { faultObjects } from './scenarios/fault-objects.scenario.ts';
import { idleHour } from './scenarios/idle-hour.scenario.ts';
import { nodeLoss } from './scenarios/node-loss.scenario.ts';
import { randomFaults } from './scenarios/random-faults.scenario.ts';
import { rollingUpdate } from './scenarios/rolling-update.scenario.ts';
import { hostTurn } from './testing/host-turn.ts';

/** Tests of tools/simulate play seed 1 of each scenario, and compare its timers with docs/timers.md. */
const SEED = 2;
/** Scenarios that deadlines.spec.ts and same-seed.spec.ts play with this seed, among others. */
const PLAYED_ELSEWHERE = new Set([crashLoopHour, faultObjects, idleHour, nodeLoss, randomFaults, rollingUpdate]);

test.each(allScenarios.filter((scenario) => !PLAYED_ELSEWHERE.has(scenario)))('$name ends well, no invariant broken', async (scenario) => {
  await expect(runScenario({ scenario, seed: SEED, nextTurn: hostTurn })).resolves.toMatchObject({ scenario: scenario.name, seed: SEED });
});
