#!/usr/bin/env node
// Runs the command line on Node.js 24: on this Node when it is new enough, else on the one npm installed.
// Plain JavaScript that also runs on old versions, so that they get an answer they can read.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const dist = (name) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const bundled = fileURLToPath(new URL(`../../../node_modules/node-${process.platform}-${process.arch}/bin/node`, import.meta.url));

function fail(message) {
  console.error(`klockwork: ${message}`);
  process.exit(1);
}

/** The bundle starts sooner; TypeScript renews its note when the command line, or anything that it imports, was compiled since. */
function entry() {
  const [main, bundle] = [dist('main.js'), dist('bundle.js')];
  return existsSync(bundle) && statSync(bundle).mtimeMs > statSync(dist('.tsbuildinfo')).mtimeMs ? bundle : main;
}

if (!existsSync(dist('main.js'))) fail('it is not built yet: run "npm run build" first (npm start does it by itself)');
const newEnough = Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;
if (newEnough) {
  await import(entry());
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [entry(), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(signal === null ? code : 1));
} else {
  fail(
    `Node.js ${NODE_MAJOR} or newer is needed, this is ${process.versions.node}: install it from nodejs.org or with your version manager`,
  );
}
