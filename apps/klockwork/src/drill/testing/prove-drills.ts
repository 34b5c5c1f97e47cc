import { parseDrill, runDrill } from '@klockwork/drill-runner';
import { type Drill, errorsText } from '@klockwork/drills';
import { builtInDrills } from '@klockwork/host';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { describe, expect, test } from 'vitest';
import { pathKubectl } from '../path-kubectl.ts';

const LIMIT_MS = 120_000;
const clusters = new TestClusters(nodeHost);

/** Reads a built-in drill. Throws an Error with the errors of an invalid one. */
function builtIn(text: string): Drill {
  const read = parseDrill(text);
  if ('errors' in read) throw new Error(errorsText(read.errors));
  return read.drill;
}

/** Number of spec files that share the built-in drills. An even number fills two processors to the end. */
const PARTS = 4;

/** Declares the tests of a part of the built-in drills: untouched and with a cheat a drill fails, with a solution it passes. */
export function proveDrills(part: number): void {
  const own = builtInDrills().filter((_, index) => index % PARTS === part - 1);
  describe.each(own)('the built-in drill $source', ({ source, text }) => {
    const drill = builtIn(text);
    const { solutions, cheats, objectives } = drill.spec;
    const outcomeOf = async (name?: string) => {
      const play = [...solutions, ...cheats].find((one) => one.name === name);
      const { verdict, reason, message } = await runDrill(drill, { clusters, play, kubectl: pathKubectl });
      return { verdict, reason, message };
    };

    test('a built-in drill is named as its file, and has two solutions, a cheat, a hint and preventions', () => {
      expect(drill.metadata.name).toBe(source);
      expect(solutions.length).toBeGreaterThanOrEqual(2);
      expect(cheats.length).toBeGreaterThanOrEqual(1);
      expect(drill.spec.hints.length).toBeGreaterThanOrEqual(1);
      expect(objectives.filter(({ prevention }) => prevention === undefined).map(({ name }) => name)).toEqual([]);
    });

    test('an untouched drill fails', { timeout: LIMIT_MS }, async () => {
      expect(await outcomeOf()).toMatchObject({ verdict: 'Failed', reason: 'ObjectivesViolated' });
    });

    test.each(solutions.map(({ name }) => name))('the solution %s passes', { timeout: LIMIT_MS }, async (name) => {
      expect(await outcomeOf(name)).toMatchObject({ verdict: 'Passed', reason: 'ObjectivesMet' });
    });

    test.each(cheats.map(({ name }) => name))('the cheat %s fails', { timeout: LIMIT_MS }, async (name) => {
      expect(await outcomeOf(name)).toMatchObject({ verdict: 'Failed', reason: 'ObjectivesViolated' });
    });
  });
}
