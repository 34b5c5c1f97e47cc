import { hostActivity } from '@klockwork/host';
import { repeat, type Workload } from '../support/workload.ts';

const HOLDS = 5_000_000;
const RUNS = 5;

/** Cost of an activity hold and release, as taken by adapters for I/O. */
export const hold: Workload = {
  id: 'hold',
  what: 'one hold of a process that is busy, and its release',
  unit: 'ns',
  better: 'less',
  floor: 500,
  aim: 100,
  measure: () => repeat(RUNS, async () => nanosecondsAHold()),
};

function nanosecondsAHold(): number {
  const activity = hostActivity();
  // Another hold exists, like in practice: no release is the last.
  const other = activity.hold('boot');
  const began = performance.now();
  for (let index = 0; index < HOLDS; index++) activity.hold('append')();
  const tookMs = performance.now() - began;
  other();
  return (tookMs * 1_000_000) / HOLDS;
}
