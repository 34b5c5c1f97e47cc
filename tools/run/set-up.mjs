import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Node.js that the project runs on. npm installs it where the machine's own is older: see apps/klockwork/package.json. */
const PROJECT_NODE = 24;
/** Work that takes longer is announced. */
const ANNOUNCE_AFTER_MS = 1_000;

/** Folder of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Oldest Node.js that npm scripts start on: `devEngines` of package.json. Users of the package need that of `engines`. */
const LEAST_NODE = Number(/\d+/.exec(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devEngines.runtime.version)[0]);
const installedNode = join(ROOT, `node_modules/node-${process.platform}-${process.arch}/bin/node`);

function fail(message) {
  console.error(`klockwork: ${message}`);
  process.exit(1);
}

function refuseNode(least, where) {
  fail(
    `Node.js ${least} or newer is needed${where}, this is ${process.versions.node}: install it from nodejs.org or with your version manager`,
  );
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0]);
}

/** Names the packages that `npm ci` installed last: the hash of package-lock.json then. */
const installedLock = join(ROOT, 'node_modules/.installed-lock');

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
}

/** True when package-lock.json is not the one of the last install; by their times where npm was called without this script. */
function installIsOld() {
  if (existsSync(installedLock)) return readFileSync(installedLock, 'utf8') !== lockHash();
  const installed = join(ROOT, 'node_modules/.package-lock.json');
  return !existsSync(installed) || statSync(join(ROOT, 'package-lock.json')).mtimeMs > statSync(installed).mtimeMs;
}

/** Ends when the command has ended; a command that fails ends this process. `activity` is printed once the command has taken a second. */
async function run(activity, command, args) {
  const started = Date.now();
  let announced = false;
  const announcement = setTimeout(() => {
    announced = true;
    console.error(`klockwork: ${activity} ...`);
  }, ANNOUNCE_AFTER_MS);
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  const [error, code] = await new Promise((resolve) => {
    child.once('error', (cause) => resolve([cause, null]));
    child.once('exit', (status) => resolve([undefined, status]));
  });
  clearTimeout(announcement);
  if (code !== 0) fail(`${activity} failed (${error?.message ?? `exit code ${code}`}): see the lines above`);
  if (announced) console.error(`klockwork: ${activity} took ${Math.round((Date.now() - started) / 1000)} s`);
}

async function install() {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--loglevel=error'];
  const activity = 'installing packages';
  if (npm?.endsWith('.js')) await run(activity, process.execPath, [npm, ...args]);
  else await run(activity, 'npm', args);
  writeFileSync(installedLock, lockHash());
}

function projectNode() {
  if (nodeMajor() >= PROJECT_NODE) return process.execPath;
  if (!existsSync(installedNode)) refuseNode(PROJECT_NODE, ' on this system');
  return installedNode;
}

/**
 * Installs the packages when package-lock.json has changed since the last install, and with `built` compiles what changed.
 * Returns the path of a Node.js 24. A failure prints one line and ends the process with 1.
 */
export async function setUp({ built }) {
  if (nodeMajor() < LEAST_NODE) refuseNode(LEAST_NODE, '');
  if (installIsOld()) await install();
  const node = projectNode();
  if (built) await run('building', node, [join(ROOT, 'tools/build/build.mjs'), '--quiet']);
  return node;
}
