import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeLeftovers, temporaryFolder } from './temporary-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'klockwork-folders-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a new folder removes those of ended processes, and no others', () => {
  const own = temporaryFolder('k-', root);
  const [, space, pid] = basename(own).split('-') as [string, string, string];
  expect(pid).toBe(String(process.pid));
  const ended = spawnSync(process.execPath, ['-e', '']).pid;
  const folders = {
    stale: `k-${space}-${ended}-abcdef`,
    running: `k-${space}-${process.ppid}-abcdef`,
    ofContainer: `k-1${space}-${ended}-abcdef`,
    other: `k-${ended}`,
  };
  for (const name of Object.values(folders)) mkdirSync(join(root, name));
  const next = temporaryFolder('k-', root);
  expect(Object.entries(folders).filter(([, name]) => existsSync(join(root, name)))).toEqual(
    Object.entries(folders).filter(([name]) => name !== 'stale'),
  );
  expect([existsSync(own), existsSync(next)]).toEqual([true, true]);
});

test('leftovers of ended processes are removed, and no other names', () => {
  const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
  for (const name of [`.a.${ended}`, `.a.${process.pid}`, '.a.', '.a.notes', `.b.${ended}`]) mkdirSync(join(root, name));
  removeLeftovers(root, '.a.');
  expect(readdirSync(root).sort()).toEqual(['.a.', `.a.${process.pid}`, '.a.notes', `.b.${ended}`].sort());
});
