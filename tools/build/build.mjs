// `npm run build`: generates the OpenAPI definitions when they are missing or old, and compiles every package.
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

function newest(folder) {
  const times = readdirSync(folder, { withFileTypes: true, recursive: true }).map(
    (entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs,
  );
  return Math.max(...times);
}

const definitions = join(root, 'libs/domain/openapi/src/generated/definitions.json');
const sources = ['tools/openapi/src', 'libs/domain/openapi/src/extensions'].map((folder) => join(root, folder)).filter(existsSync);
if (!existsSync(definitions) || statSync(definitions).mtimeMs < Math.max(...sources.map(newest))) run(['tools/openapi/src/main.ts']);
run(['node_modules/typescript/bin/tsc', '--build']);
if (!quiet) console.log('built');
