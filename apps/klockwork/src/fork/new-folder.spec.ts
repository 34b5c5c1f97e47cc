import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createWhole } from './new-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'klockwork-new-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a folder appears with all its files', async () => {
  const path = join(root, 'whole', 'lab');
  const built = await createWhole(path, async (temporary) => {
    expect(existsSync(path)).toBe(false);
    writeFileSync(join(temporary, 'a'), 'text');
    return 7;
  });
  expect([built, readFileSync(join(path, 'a'), 'utf8'), readdirSync(join(root, 'whole'))]).toEqual([7, 'text', ['lab']]);
});

test('a failed build leaves nothing, and its error passes', async () => {
  const parent = join(root, 'failed');
  const failing = createWhole(join(parent, 'lab'), () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(readdirSync(parent)).toEqual([]);
});

test('a full disk is reported in one sentence', async () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC', syscall: 'write' });
  const path = join(root, 'full');
  await expect(createWhole(path, () => Promise.reject(full))).rejects.toThrow(
    `no room for ${path} (ENOSPC): make room there, or choose another folder`,
  );
});

test('a failed write of the log is reported in one sentence', async () => {
  const failed = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_WRITE' });
  const path = join(root, 'log');
  await expect(createWhole(path, () => Promise.reject(failed))).rejects.toThrow(
    `cannot create ${path} (SQLITE_IOERR_WRITE): choose another folder`,
  );
});

test('a folder that the system refuses is reported in one sentence', async () => {
  const path = '/proc/klockwork/lab';
  await expect(createWhole(path, async () => {})).rejects.toThrow(`cannot create ${path} (ENOENT): choose another folder`);
});

test('used folders and files are refused and unchanged', async () => {
  const path = join(root, 'used');
  mkdirSync(path);
  writeFileSync(join(path, 'mine'), 'text');
  const sentence = (of: string) => `${of} is in use: choose a folder that does not exist`;
  await expect(createWhole(path, async () => {})).rejects.toThrow(sentence(path));
  await expect(createWhole(join(path, 'mine'), async () => {})).rejects.toThrow(sentence(join(path, 'mine')));
  expect(readdirSync(path)).toEqual(['mine']);
});

test('an empty folder receives the files, and leftovers of a killed process are removed', async () => {
  const parent = join(root, 'again');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  mkdirSync(join(parent, 'lab'), { recursive: true });
  mkdirSync(join(parent, `.lab.new-${pid}`));
  mkdirSync(join(parent, '.lab.new-notes'));
  await createWhole(join(parent, 'lab'), async (temporary) => writeFileSync(join(temporary, 'a'), ''));
  expect(readdirSync(parent).sort()).toEqual(['.lab.new-notes', 'lab']);
});
