import { defineConfig } from 'vitest/config';

const LONG_MS = 120_000;
/** Chaos and the hours of the lab load the machine by themselves, and tell how long things take. */
const ONE_BY_ONE = [
  'src/chaos/{kill-any-process,long-log,nats-restart,recovery}.spec.ts',
  'src/clock/{chaos,lab-hour,losses,lost-messages}.spec.ts',
  'src/compose/**/*.spec.ts',
  // Builds anew, below labs that run.
  'src/package/*.spec.ts',
];

/** The product as its users have it: built, started by its command line, driven by the real kubectl. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    testTimeout: LONG_MS,
    hookTimeout: LONG_MS,
    projects: [
      {
        // Most of the others wait: three labs at once are faster than one after the other.
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
