import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';

/**
 * Returns a sequencer that begins with the named files (`clock/lab-hour` for `src/clock/lab-hour.spec.ts`), the longest first. Begun last, one
 * of them would keep a worker busy while the others have nothing left. Without the durations of an earlier run, as in a fresh clone, Vitest
 * begins with the largest files.
 */
export function longestFirst(names: readonly string[]): TestSequencerConstructor {
  const rankOf = ({ moduleId }: TestSpecification) => {
    const rank = names.findIndex((name) => moduleId.endsWith(`${name}.spec.ts`));
    return rank < 0 ? names.length : rank;
  };
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
    }
  };
}
