// Generates the OpenAPI definitions and the types of the objects when one is missing, or older than the tool that makes them. Plain JavaScript:
// nothing is built yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const targets = ['openapi/src/generated/definitions.json', 'kubernetes-types/src/generated/types.ts'].map((file) =>
  join(root, 'libs/domain', file),
);
const sources = ['tools/openapi/src', 'libs/domain/openapi/src/extensions'].map((folder) => join(root, folder)).filter(existsSync);

function newestChange(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Math.max(...entries.map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}

const newestSource = Math.max(...sources.map(newestChange));
if (!targets.every((target) => existsSync(target) && statSync(target).mtimeMs >= newestSource)) {
  process.exit(spawnSync(process.execPath, ['tools/openapi/src/main.ts'], { cwd: root, stdio: ['ignore', 2, 2] }).status ?? 1);
}
