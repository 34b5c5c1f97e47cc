import { defineConfig } from 'vitest/config';

const LONG_MS = 120_000;
/** What each of these does with kubectl is mostly waiting: two labs at once are faster than one after the other. */
const SIDE_BY_SIDE = ['src/kubectl/**/*.spec.ts', 'src/lifecycle/**/*.spec.ts', 'src/seeds/**/*.spec.ts', 'src/why.spec.ts'];

/** The product as its users have it: built, started by its command line, driven by the real kubectl. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    testTimeout: LONG_MS,
    hookTimeout: LONG_MS,
    projects: [
      {
        extends: true,
        test: { name: 'side by side', include: SIDE_BY_SIDE, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        // Chaos and the clock load the machine by themselves, and tell how long things take.
        extends: true,
        test: {
          name: 'one by one',
          include: ['src/**/*.spec.ts'],
          exclude: SIDE_BY_SIDE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
