import { defineConfig } from 'vitest/config';

/** The product as its users have it: built, started by its command line, driven by the real kubectl. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['src/**/*.spec.ts'],
    // Labs share the machine's two ends, processors and ports: one after another is faster than all at once.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
