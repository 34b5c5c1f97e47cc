import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@klockwork/host';
import { klockwork } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

describe('a data folder that is of no use is refused in a line, and nothing is left running', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'klockwork-refusals-'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const up = async (folder: string, ...options: string[]) =>
    klockwork(['up', ...options, '--data', join(root, folder), '--port', String(await freePort()), '--nodes', '1']);

  test('a file instead of the log folder is refused', async () => {
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a', 'logs'), '');
    expect(await up('a', '--detach')).toEqual({
      code: 1,
      stdout: '',
      stderr: `klockwork: cannot write to the data folder ${join(root, 'a')} (EEXIST): choose another with --data\n`,
    });
  });

  test.each([['--detach'], []])('a folder instead of the event log is refused (%s)', async (...options) => {
    mkdirSync(join(root, 'b', 'events.db'), { recursive: true });
    expect(await up('b', ...options)).toEqual({
      code: 1,
      stdout: '',
      stderr: `klockwork: cannot open the event log ${join(root, 'b', 'events.db')}: unable to open database file\n`,
    });
    expect((await klockwork(['status', '--data', join(root, 'b')])).code).toBe(1);
  });

  test('a log that is no log', async () => {
    mkdirSync(join(root, 'c'));
    writeFileSync(join(root, 'c', 'events.db'), 'not a database, though it is long enough to be one'.repeat(100));
    expect(await up('c', '--detach')).toEqual({
      code: 1,
      stdout: '',
      stderr: `klockwork: the event log ${join(root, 'c', 'events.db')} is damaged: file is not a database; "npx klockwork verify" shows what can be saved, and "npx klockwork repair" goes on from there\n`,
    });
  });

  test.skipIf(process.getuid?.() === 0)('an unwritable folder is refused', async () => {
    mkdirSync(join(root, 'd'));
    chmodSync(join(root, 'd'), 0o500);
    expect(await up('d', '--detach')).toEqual({
      code: 1,
      stdout: '',
      stderr: `klockwork: cannot write to the data folder ${join(root, 'd')} (EACCES): choose another with --data\n`,
    });
  });
});
