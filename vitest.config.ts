import { defineConfig } from 'vitest/config';
import { longestFirst } from './tools/test/vitest/longest-first.ts';

const LONGEST = [
  'traces/trace-faults',
  'simulation/src/scenarios',
  'traces/traces',
  'simulate/src/timers',
  'objects/odd-requests',
  'fuzz/src/fuzz',
];

/**
 * Tests run on the sources: no build is needed to test a change. Files share the modules they import: loading them anew for each of
 * several hundred files takes longer than the tests. So what a module remembers must not matter to who imports it. Processes, not
 * threads: those share the WebAssembly that the host reads modules with, and V8 may end them all when it frees a part of it.
 */
export default defineConfig({
  resolve: { conditions: ['@klockwork/source'] },
  ssr: { resolve: { conditions: ['@klockwork/source'] } },
  test: {
    include: ['**/src/**/*.spec.ts'],
    exclude: ['e2e/**', '**/node_modules/**'],
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    sequence: { sequencer: longestFirst(LONGEST) },
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
