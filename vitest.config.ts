import { defineConfig } from 'vitest/config';
import { longestFirst } from './tools/test/vitest/longest-first.ts';

const LONGEST = [
  'built-in-drills-1.proof',
  'built-in-drills-2.proof',
  'built-in-drills-3.proof',
  'built-in-drills-4.proof',
  'traces/traces',
  'simulate/src/timers',
  'simulation/src/every-fault',
  'src/sqlite-event-store',
  'tidy/src/snippets',
  'scripts/scripts',
  'simulation/src/same-seed',
  'copies/play-copies',
  'testing/growth',
  'simulation/src/faults',
  'testing/src/testing',
  'objects/decode-yaml',
  'nats-bus/src/nats-control',
  'popular-commands/popular-commands',
  'src/start-up',
  'gzip/gzip',
  'drill/run-drill.system',
  'damage/watch-thread',
  'fuzz/src/fuzz',
];

const SOURCE = '@klockwork/source';
/** Space of young objects in MiB: simulations create many, and collect them less often than with the default. */
const YOUNG_MB = 64;

/**
 * Compiles each function at its first call. Simulations run much code a few times: interpreted, they take a tenth more processor time.
 */
const BASELINE = '--always-sparkplug';

/**
 * Tests run on sources, without a build. Node.js itself loads modules, with a hook for those with decorators: in a module that Vite compiles, each
 * use of an import is a call of a getter. Files share imported modules: repeated loading for
 * several hundred files takes longer than the tests. Module state must therefore not influence importers. Workers are processes: threads share
 * the WebAssembly of the module loader, and V8 may end all threads when it frees a part.
 */
export default defineConfig({
  test: {
    include: ['**/src/**/*.spec.ts'],
    exclude: ['e2e/**', '**/node_modules/**'],
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    execArgv: [`--conditions=${SOURCE}`, `--max-semi-space-size=${YOUNG_MB}`, BASELINE, '--import=./tools/test/vitest/decorators.mjs'],
    experimental: { viteModuleRunner: false },
    sequence: { sequencer: longestFirst(LONGEST) },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
