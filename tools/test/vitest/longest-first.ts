import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first. Begun last, one of them would keep a worker busy while the others have nothing left. */
const LONGEST = [
  'battery/battery',
  'clock/lab-hour',
  'lifecycle/images',
  'lifecycle/workloads',
  'lifecycle/pod-lifecycle',
  'kubectl/probes',
  'seeds/seeds',
  'clock/losses',
  'kubectl/exec-and-attach',
  'clock/command-line',
  'lifecycle/node-resources',
  'src/command-line',
  'chaos/nats-restart',
  'chaos/kill-any-process',
  'clock/strikes',
];

/** Begins with the longest files. Without the durations of an earlier run, as in a fresh clone, vitest begins with the largest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((name) => moduleId.endsWith(`${name}.spec.ts`));
  return rank < 0 ? LONGEST.length : rank;
}
