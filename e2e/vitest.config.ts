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
  'console/views',
  'compose/compose',
  'console/actions',
  'clock/instants',
  'kubectl/objects',
  'clock/losses',
  'src/fork',
  'kubectl/running-pods',
  'lifecycle/objects-around-pods',
  'lifecycle/pods',
  'lifecycle/sessions',
  'lifecycle/nodes',
  'src/drills',
  'src/tape',
  'src/past',
  'clients/clients',
  'console/accessibility',
  'clock/lab-hour',
  'clock/command-line',
  'battery/kubectl-1-27',
  'src/command-line',
  'chaos/restarts',
  'chaos/long-log',
  'chaos/recovery',
  'console/objects',
  'src/faults',
  'console/console',
  'console/timeline',
  'kubectl/reads',
  'seeds/seeds',
  'clock/kill-at-random',
  'src/drill-play',
  'chaos/kill-any-process',
  'chaos/nats-restart',
  'battery/kubectl-1-35',
  'lifecycle/node-resources',
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
