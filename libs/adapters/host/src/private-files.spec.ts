import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFilesPrivately, makePrivate, makePrivateFolder } from './private-files.ts';

let root: string;
const umask = process.umask();
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'klockwork-private-'));
});
afterEach(() => {
  process.umask(umask);
  rmSync(root, { recursive: true });
});

const modeOf = (...path: string[]) => (statSync(join(root, ...path)).mode & 0o777).toString(8);

test('files of a process with private creation are inaccessible to others', () => {
  process.umask(0o022);
  createFilesPrivately();
  writeFileSync(join(root, 'file'), '');
  mkdirSync(join(root, 'folder'));
  expect([modeOf('file'), modeOf('folder')]).toEqual(['600', '700']);
});

test('a folder is created with its parents, and a repetition changes nothing', () => {
  makePrivateFolder(join(root, 'a', 'b'));
  makePrivateFolder(join(root, 'a', 'b'));
  expect([modeOf('a'), modeOf('a', 'b')]).toEqual(['700', '700']);
});

test.each([
  ['/proc/nope', 'ENOENT'],
  ['/proc/nope/deeper', 'ENOENT'],
  ['/dev/null', 'EEXIST'],
  ['/dev/null/nope', 'EEXIST'],
])('a folder refused by the system, %s, throws %s', (path, code) => {
  expect(() => makePrivateFolder(path)).toThrow(expect.objectContaining({ code }));
});

test('existing files and folders become private, and symbolic links are not followed', () => {
  writeFileSync(join(root, 'outside'), '', { mode: 0o644 });
  mkdirSync(join(root, 'lab', 'logs'), { recursive: true });
  chmodSync(join(root, 'lab'), 0o755);
  chmodSync(join(root, 'lab', 'logs'), 0o777);
  writeFileSync(join(root, 'lab', 'logs', 'a.log'), '', { mode: 0o644 });
  symlinkSync(join(root, 'outside'), join(root, 'lab', 'link'));
  chmodSync(join(root, 'outside'), 0o644);
  makePrivate(join(root, 'lab'));
  makePrivate(join(root, 'missing'));
  expect([modeOf('lab'), modeOf('lab', 'logs'), modeOf('lab', 'logs', 'a.log'), modeOf('outside')]).toEqual(['700', '700', '600', '644']);
});
