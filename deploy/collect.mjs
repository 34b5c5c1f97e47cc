// Collects what the image needs: `node deploy/collect.mjs FOLDER` after a build. The folders are those of the repository,
// so that stack traces in a container name the same files.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const image = process.argv[2];
if (image === undefined) throw new Error('usage: node deploy/collect.mjs FOLDER');

function copy(path) {
  cpSync(join(root, path), join(image, path), { recursive: true });
}

for (const app of readdirSync(join(root, 'apps'))) {
  const dist = join('apps', app, 'dist');
  if (!existsSync(join(root, dist))) continue;
  // What was packed has a table of its lines: the bundle, and the threads that it starts.
  for (const table of readdirSync(join(root, dist)).filter((file) => file.endsWith('.lines.json')))
    for (const file of [table, table.replace(/lines\.json$/, 'js')]) copy(join(dist, file));
}
for (const part of ['package.json', 'LICENSE', 'lib', `prebuilds/linux-${process.arch}.node`])
  copy(join('node_modules/better-sqlite3', part));
copy('deploy/healthcheck.mjs');
copy('LICENSE');

mkdirSync(image, { recursive: true });
writeFileSync(join(image, 'klockwork'), '#!/bin/sh\nexec node /klockwork/apps/klockwork/dist/bundle.js "$@"\n');
chmodSync(join(image, 'klockwork'), 0o755);
// The bundles are ES modules; the command line reads its version here.
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(image, 'package.json'), `${JSON.stringify({ type: 'module', private: true, version })}\n`);
