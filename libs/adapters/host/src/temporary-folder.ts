import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, processSpace } from './process-name.ts';

const NAME = /^(\d+)-(\d+)-\w+$/;

/**
 * Creates a private folder in `root`, such as `/tmp/klockwork-testing-4026531836-812-aB3dE6`, and removes the folders of the same prefix whose
 * processes were killed. The caller removes its own folder.
 */
export function temporaryFolder(prefix: string, root = tmpdir()): string {
  const space = processSpace();
  for (const name of readdirSync(root)) {
    const [, ofSpace, pid] = (name.startsWith(prefix) && NAME.exec(name.slice(prefix.length))) || [];
    if (ofSpace === space && !isAlive(Number(pid)) && isOwn(join(root, name))) rmSync(join(root, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(root, `${prefix}${space}-${process.pid}-`));
}

/** Removes files and folders whose names are `prefix` and the number of a killed process. */
export function removeLeftovers(folder: string, prefix: string): void {
  for (const name of readdirSync(folder)) {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (/^\d+$/.test(pid) && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isOwn(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.uid === process.getuid?.();
}
