import { defineConfig } from 'vitest/config';
import { longestFirst } from './tools/test/vitest/longest-first.ts';

const LONGEST = [
  'built-in-drills-1',
  'built-in-drills-2',
  'built-in-drills-3',
  'traces/traces',
  'simulate/src/timers',
  'simulation/src/scenarios',
  'src/sqlite-event-store',
  'cluster/odd-objects',
  'simulation/src/deadlines',
  'simulation/src/same-seed',
  'scripts/scripts',
  'fuzz/src/fuzz',
  'damage/damaged-copies',
];

const SPECS = '**/src/**/*.spec.ts';
/** Packages with decorators, which Node.js does not compile: Vite compiles their modules. */
const DECORATED = [
  'apps/{api-server,broker,clock,controller-manager,kubelet-agent,scheduler}/src/**/*.spec.ts',
  'libs/adapters/nest-platform/src/**/*.spec.ts',
];
const NOT_HERE = ['e2e/**', '**/node_modules/**'];
const SOURCE = '@klockwork/source';

/**
 * Tests run on sources, without a build. Node.js itself loads modules, except for packages with decorators: in a module that Vite compiles, each
 * use of an import is a call of a getter, which costs simulations a quarter of their time. Files share imported modules: repeated loading for
 * several hundred files takes longer than the tests. Module state must therefore not influence importers. Workers are processes: threads share
 * the WebAssembly of the module loader, and V8 may end all threads when it frees a part.
 */
export default defineConfig({
  resolve: { conditions: [SOURCE] },
  ssr: { resolve: { conditions: [SOURCE] } },
  test: {
    pool: 'forks',
    isolate: false,
    maxWorkers: '100%',
    sequence: { sequencer: longestFirst(LONGEST) },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: [SPECS],
          exclude: [...NOT_HERE, ...DECORATED],
          execArgv: [`--conditions=${SOURCE}`],
          experimental: { viteModuleRunner: false },
        },
      },
      { extends: true, test: { name: 'decorated', include: DECORATED, exclude: NOT_HERE } },
    ],
  },
});
