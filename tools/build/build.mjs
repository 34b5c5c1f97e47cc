// `npm run build`: generates the OpenAPI definitions when they are missing or old, compiles every package and packs the apps.
// Plain JavaScript: it runs before anything is built. `--quiet` prints nothing unless something fails.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const quiet = process.argv.includes('--quiet');

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(1);
}

/** True when an app, or anything that it imports, was compiled after it was packed. Models what the launcher asks in service-entry.ts. */
function bundlesAreOld() {
  const apps = foldersIn('apps').map((folder) => join(root, folder, 'dist'));
  return !apps.every(
    (dist) => existsSync(join(dist, 'bundle.js')) && modified(join(dist, 'bundle.js')) > modified(join(dist, '.tsbuildinfo')),
  );
}

function foldersIn(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}

function modified(file) {
  return statSync(file).mtimeMs;
}

run(['tools/build/definitions.mjs']);
run(['node_modules/typescript/bin/tsc', '--build']);
if (bundlesAreOld()) run(['tools/build/bundle.mjs']);
if (!quiet) console.log('built');
