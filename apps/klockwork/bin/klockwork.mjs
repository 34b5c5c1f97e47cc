#!/usr/bin/env node
// Runs the command line: the bundle of an installed package or of a build, or what was compiled since.
// Plain JavaScript that also runs on old versions of Node.js, so that they print an error that people can read.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

/** Oldest Node.js, as `engines` of package.json. */
const LEAST = [22, 14];
const product = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const compiled = (name) => product(`apps/klockwork/dist/${name}`);
const installedNode = product(`node_modules/node-${process.platform}-${process.arch}/bin/node`);

function fail(message) {
  console.error(`klockwork: ${message}`);
  process.exit(1);
}

/** The bundle starts sooner; TypeScript renews its note when the command line, or anything that it imports, was compiled since. */
function entry() {
  const bundle = product('dist/klockwork.js');
  if (!existsSync(bundle)) return compiled('main.js');
  const note = statSync(compiled('.tsbuildinfo'), { throwIfNoEntry: false });
  return note === undefined || statSync(bundle).mtimeMs > note.mtimeMs ? bundle : compiled('main.js');
}

function isNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
}

if (!existsSync(entry())) fail('it is not built yet: run "npm run build" first (npm start does it by itself)');
// Services inherit the folder. Compilation costs half of the start time. Users with write access to this folder can change the bundle
// itself. Node.js ignores an unwritable folder.
process.env.NODE_COMPILE_CACHE ??= product('dist/compile-cache');
if (isNewEnough()) {
  module.enableCompileCache();
  await import(entry());
} else if (existsSync(installedNode)) {
  const child = spawn(installedNode, [entry(), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(signal === null ? code : 1));
} else {
  fail(
    `Node.js ${LEAST.join('.')} or newer is needed, this is ${process.versions.node}: install it from nodejs.org or with your version manager`,
  );
}
