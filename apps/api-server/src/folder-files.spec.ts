import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FolderFiles } from './folder-files.ts';

const outside = mkdtempSync(join(tmpdir(), 'klockwork-files-'));
const folder = join(outside, 'console');
mkdirSync(join(folder, 'assets'), { recursive: true });
mkdirSync(join(folder, 'folder.js'));
writeFileSync(join(folder, 'index.html'), '<p>');
writeFileSync(join(folder, 'assets/main.js'), 'run()');
writeFileSync(join(folder, 'notes.txt'), 'no');
writeFileSync(join(outside, 'secret.json'), '{}');
afterAll(() => rmSync(outside, { recursive: true }));

const files = new FolderFiles(folder);

test.each([
  ['index.html', 'text/html; charset=utf-8', '<p>'],
  ['assets/main.js', 'text/javascript; charset=utf-8', 'run()'],
])('the file %s has type %s', async (path, contentType, text) => {
  const file = await files.read(path);
  expect([file?.contentType, Buffer.from(file?.bytes ?? []).toString()]).toEqual([contentType, text]);
});

test.each([
  '../secret.json',
  'assets/../../secret.json',
  '/etc/hosts.json',
  'notes.txt',
  'folder.js',
  'gone.js',
  'index.html/x.js',
  'a\0.js',
])('the path %j names no file', async (path) => {
  expect(await files.read(path)).toBeUndefined();
});
