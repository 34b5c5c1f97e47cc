import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { drillFile } from './drill-files.ts';

const root = mkdtempSync(join(tmpdir(), 'klockwork-drill-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a drill has the text of its file', () => {
  const path = join(root, 'drill.yaml');
  writeFileSync(path, 'text');
  expect(drillFile(path)).toEqual({ source: path, text: 'text' });
});

test('a built-in drill is found by its name', () => {
  expect(drillFile('node-power-loss')).toEqual({ source: 'node-power-loss', text: expect.stringContaining('kind: Drill') });
});

test('folders, unreadable files and names of nothing are refused in one sentence', () => {
  const none = join(root, 'none.yaml');
  const loop = join(root, 'loop.yaml');
  symlinkSync(loop, loop);
  expect([none, root, loop, 'nothing'].map(drillFile)).toEqual([
    { problem: `no such file: ${none}` },
    { problem: `${root} is a folder: name a file of it` },
    { problem: `cannot read ${loop} (ELOOP)` },
    { problem: expect.stringMatching(/^no built-in drill "nothing": choose bad-image, .*, or a file such as \.\/drill\.yaml$/) },
  ]);
});
