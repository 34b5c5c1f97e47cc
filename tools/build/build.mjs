// `npm run build`: generates the OpenAPI definitions when they are missing or old, compiles every package and packs the apps.
// Plain JavaScript: it runs before anything is built. `--quiet` prints nothing unless something fails. `--clean`
// packs the apps again and deletes the files of former bundles.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const quiet = process.argv.includes('--quiet');
const clean = process.argv.includes('--clean');

function run(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(1);
}

/** True when an app, or anything that it imports, was compiled after it was packed. Models what the launcher asks in service-entry.ts. */
function bundlesAreOld() {
  const apps = readdirSync(join(root, 'apps')).filter((app) => existsSync(join(root, 'apps', app, 'src/main.ts')));
  return !apps.every((app) => {
    const bundle = join(root, 'dist', `${app}.js`);
    return existsSync(bundle) && modified(bundle) > modified(join(root, 'apps', app, 'dist/.tsbuildinfo'));
  });
}

/** True when a file of the console is newer than its page. */
function consoleIsOld() {
  const page = join(root, 'dist/console/index.html');
  if (!existsSync(page)) return true;
  const folder = join(root, 'apps/console');
  const sources = readdirSync(join(folder, 'src'), { recursive: true }).map((file) => join(folder, 'src', file));
  return [join(folder, 'index.html'), ...sources].some((file) => modified(file) > modified(page));
}

function modified(file) {
  return statSync(file).mtimeMs;
}

run(['tools/build/definitions.mjs']);
run(['node_modules/typescript/bin/tsc', '--build']);
if (clean || bundlesAreOld() || consoleIsOld()) run(['tools/build/bundle.mjs', ...(clean ? ['--clean'] : [])]);
if (!quiet) console.log('built');
