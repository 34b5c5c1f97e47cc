import { defineConfig } from 'vitest/config';
import { longestFirst } from '../tools/test/vitest/longest-first.ts';

/** Multiple of the longest test's duration on two idle processors. */
const LONG_MS = 600_000;
/** Host time limit of `expect.poll`, whose default is one second. */
const POLL_MS_MAX = 60_000;
/** Files that answer the clock within its patience, or burn the processors. */
const ONE_BY_ONE = [
  'src/clock/{foreign-controller,request-load}.spec.ts',
  // Rebuilds, hence never beside running labs.
  'src/package/*.spec.ts',
];

const LONGEST = [
  'clock/losses',
  'clock/lab-hour',
  'compose/compose',
  'src/fork',
  'chaos/recovery',
  'src/command-line',
  'battery/kubectl-1-27',
  'lifecycle/objects-around-pods',
  'lifecycle/pods',
  'kubectl/changes',
  'kubectl/running-pods',
  'kubectl/kinds',
  'src/drill-play',
  'src/drill-guide',
  'src/tape',
  'console/console',
  'console/timeline',
  'clock/webhooks',
  'battery/kubectl-1-35',
  'seeds/seeds',
  'kubectl/exec-and-attach',
  'clock/command-line',
  'lifecycle/node-resources',
  'chaos/refusals',
  'chaos/nats-restart',
  'chaos/kill-any-process',
  'clock/kill-at-random',
];

/** Tests the built product: started by command line, driven by the real kubectl. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    testTimeout: LONG_MS,
    hookTimeout: LONG_MS,
    expect: { poll: { timeout: POLL_MS_MAX } },
    sequence: { sequencer: longestFirst(LONGEST) },
    projects: [
      {
        // Labs and browsers use both processors: a fourth worker would only slow the others down.
        extends: true,
        test: { name: 'side by side', include: ['src/**/*.spec.ts'], exclude: ONE_BY_ONE, maxWorkers: 3, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: { name: 'one by one', include: ONE_BY_ONE, fileParallelism: false, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
