// Packs the apps with everything they import into the folder dist: one file for each app and each thread, and files that several of them share.
// A process that reads a few files instead of some hundreds starts sooner and takes less memory, and the package that people install
// (ADR 24) needs no other package than the native SQLite. Stack traces stay those of the sources (readable-stacks.mjs).
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';
import { licencesOf } from './licences.mjs';
import { lineTable } from './line-table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

/** Native code stays outside. The rest is asked for by its users with a `require` that may fail: what is not installed is not packed. */
const EXTERNAL = [
  'better-sqlite3',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  '@nats-io/transport-node',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'class-transformer',
  'class-validator',
  'amqp-connection-manager',
  'bufferutil',
  'ioredis',
  'kafkajs',
  'mqtt',
  'utf-8-validate',
];

/** CommonJS packages inside an ES module ask for Node's own modules by `require`. */
const REQUIRE = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Nest's inner modules need reflect-metadata, which only its main module imports. A shared file may evaluate the inner modules first. */
const REFLECT_FIRST = {
  name: 'reflect-first',
  setup({ onLoad }) {
    onLoad({ filter: /@nestjs\/common\/internal\.js$/ }, ({ path }) => ({
      contents: `import 'reflect-metadata'; ${readFileSync(path, 'utf8')}`,
    }));
  },
};

/**
 * Asks for Node's own modules without `import`, which reads each of their exports at once: node:http then loads its client for WebSockets
 * and fetch, and a process starts some 20 ms later.
 */
const BUILT_IN_MODULES = {
  name: 'built-in-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'built-in' }));
    onResolve({ filter: /^[a-z_]+(\/[a-z_]+)?$/ }, ({ path }) =>
      isBuiltin(path) ? { path: `node:${path}`, namespace: 'built-in' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({ contents: `module.exports = process.getBuiltinModule('${path}');` }));
  },
};

/** Files that start as threads: they lie beside the file that starts them, under the names that they have beside its source. */
const THREADS = ['libs/adapters/sqlite-event-store/dist/log-thread.js'];

/** Declarations of the library that the package exports. */
const TESTING_TYPES = 'testing.d.ts';

/** Files of former builds stay for a day: a lab that was started from them may still read one. `--clean` deletes all of them. */
const FORMER_MS_MAX = process.argv.includes('--clean') ? 0 : 24 * 3_600_000;

const apps = readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'dist/main.js')));
const entryPoints = [
  ...apps.map((app) => ({ in: `apps/${app}/dist/main.js`, out: app })),
  ...THREADS.map((thread) => ({ in: thread, out: basename(thread, '.js') })),
];
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints,
  outdir: dist,
  bundle: true,
  splitting: true,
  // Flat: a file finds its threads beside itself.
  chunkNames: 'shared-[hash]',
  platform: 'node',
  target: 'node22.14',
  format: 'esm',
  external: EXTERNAL,
  plugins: [REFLECT_FIRST, BUILT_IN_MODULES],
  banner: { js: REQUIRE },
  inject: ['tools/build/readable-stacks.mjs'],
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});

// The page of the console lies beside the process that serves it.
const page = await buildPage({ root: join(root, 'apps/console'), configFile: join(root, 'apps/console/vite.config.ts'), logLevel: 'warn' });
const pageModules = page.output.flatMap(({ moduleIds = [] }) => moduleIds).map((path) => relative(root, path));

const written = Object.keys(metafile.outputs).map((path) => basename(path));
for (const file of written.filter((name) => name.endsWith('.js'))) {
  const map = JSON.parse(readFileSync(join(dist, `${file}.map`), 'utf8'));
  writeFileSync(join(dist, tableOf(file)), JSON.stringify(lineTable(map)));
}
writeFileSync(join(dist, TESTING_TYPES), testingTypes());
writeFileSync(join(dist, 'LICENCES.txt'), licencesOf([...Object.keys(metafile.inputs), ...pageModules], root));
removeFormer(new Set([...written, ...written.map(tableOf), TESTING_TYPES, 'LICENCES.txt', 'console']));

/** Returns the declarations of `klockwork/testing`: those of a file that imports nothing, and its exported values. */
function testingTypes() {
  const types = readFileSync(join(root, 'libs/assembly/test-cluster/dist/public.d.ts'), 'utf8');
  const values = ['startCluster', 'matchers'].map((name) => `export declare const ${name}: TestingLibrary['${name}'];`);
  return `${types.replace(/\n\/\/# sourceMappingURL=.*/, '')}\n${values.join('\n')}\n`;
}

function tableOf(file) {
  return file.replace(/js$/, 'lines.json');
}

function removeFormer(current) {
  for (const name of readdirSync(dist)) {
    const file = join(dist, name);
    if (!current.has(name) && Date.now() - statSync(file).mtimeMs >= FORMER_MS_MAX) rmSync(file, { recursive: true });
  }
}
