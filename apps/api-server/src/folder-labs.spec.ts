import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutboundRequest } from '@klockwork/http-api';
import { StopSource } from '@klockwork/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FolderLabs } from './folder-labs.ts';

const root = mkdtempSync(join(tmpdir(), 'klockwork-labs-'));
const [first, second, tape] = ['first', 'second', 'project/.klockwork'].map((name) => join(root, name)) as [string, string, string];
const sent: OutboundRequest[] = [];
const labs = new FolderLabs(first, {
  send: async (request) => {
    sent.push(request);
    return { status: 200, contentType: 'application/json', body: '{}' };
  },
});

beforeAll(() => {
  for (const folder of [first, second, tape]) for (const part of ['run', 'pki']) mkdirSync(join(folder, part), { recursive: true });
  write(first, 'run/lab.json', { port: 1 });
  write(first, 'run/other-labs.json', [second, tape, join(root, 'gone')]);
  write(second, 'run/lab.json', { port: 2, consolePort: 20, fork: { revision: 7 } });
  write(second, 'run/launcher.json', {});
  write(tape, 'run/lab.json', { port: 3, isTape: true, fork: { revision: 9 } });
  writeFileSync(join(second, 'pki', 'ca.crt'), 'authority\n');
  writeFileSync(join(second, 'pki', 'admin.token'), 'secret\n');
});
afterAll(() => rmSync(root, { recursive: true }));

function write(folder: string, file: string, value: object): void {
  writeFileSync(join(folder, file), JSON.stringify(value));
}

test('the noted labs are listed, without credentials, and without folders that are gone', async () => {
  expect(await labs.list()).toEqual({
    own: { name: 'first', path: first },
    others: [
      {
        ...{ id: expect.stringMatching(/^[0-9a-f]{12}$/), name: 'second', path: second, forkedAt: 7 },
        ...{ isRunning: true, isTape: false, console: 'http://127.0.0.1:20' },
      },
      { id: expect.stringMatching(/^[0-9a-f]{12}$/), name: 'project', path: tape, forkedAt: 9, isRunning: false, isTape: true },
    ],
  });
});

test('a read trusts the authority of the other lab alone, and carries its token', async () => {
  const [other] = (await labs.list()).others;
  const answer = await labs.read(other?.id ?? '', { path: '/klockwork/v1/clock?a=b', accept: 'a/b', stop: new StopSource() });
  expect(answer).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' });
  expect(sent).toMatchObject([
    {
      ...{ method: 'GET', url: 'https://127.0.0.1:2/klockwork/v1/clock?a=b', authorities: 'authority' },
      headers: { accept: 'a/b', authorization: 'Bearer secret' },
    },
  ]);
});

test('a lab that is not noted is not read, and one without a token is named', async () => {
  const read = { path: '/klockwork/v1/clock', accept: '', stop: new StopSource() };
  expect(await labs.read('0123456789ab', read)).toBeUndefined();
  const [, other] = (await labs.list()).others;
  await expect(labs.read(other?.id ?? '', read)).rejects.toThrow(`cannot read ${join(tape, 'pki', 'ca.crt')} (ENOENT)`);
});
