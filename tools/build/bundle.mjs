// Packs each app with everything it imports into one file, `apps/<app>/dist/bundle.js`, and each thread that it starts into another: a process that reads one file instead of
// some hundreds starts sooner and takes less memory, and the container image needs no node_modules but the native SQLite.
// Stack traces stay those of the sources (readable-stacks.mjs).
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lineTable } from './line-table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Native code stays outside. The rest is asked for by its users with a `require` that may fail: what is not installed is not packed. */
const EXTERNAL = [
  'better-sqlite3',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'class-transformer',
  'class-validator',
  'bufferutil',
  'utf-8-validate',
];

/** CommonJS packages inside an ES module ask for Node's own modules by `require`. */
const REQUIRE = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** Threads, by the app that starts them: their files lie beside the bundle, under the names that they have beside the code that starts them. */
const THREADS = { 'api-server': ['libs/adapters/sqlite-event-store/dist/log-thread.js'] };

const apps = readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'dist/main.js')));
await Promise.all(apps.flatMap((app) => [pack(app, `apps/${app}/dist/main.js`, 'bundle'), ...threadsOf(app)]));

function threadsOf(app) {
  return (THREADS[app] ?? []).map((thread) => pack(app, thread, basename(thread, '.js')));
}

/** Packs `entry` into `apps/<app>/dist/<name>.js`, with the table of its lines. */
async function pack(app, entry, name) {
  const outfile = join(root, 'apps', app, 'dist', `${name}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    external: EXTERNAL,
    banner: { js: REQUIRE },
    inject: ['tools/build/readable-stacks.mjs'],
    legalComments: 'none',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
  const map = JSON.parse(readFileSync(`${outfile}.map`, 'utf8'));
  writeFileSync(outfile.replace(/js$/, 'lines.json'), JSON.stringify(lineTable(map)));
}
