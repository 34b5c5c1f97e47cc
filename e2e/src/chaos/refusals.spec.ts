import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brokenCauses } from '@klockwork/event-store';
import { freePort } from '@klockwork/host';
import { type CommandResult, klockwork, Lab } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { brokenChains } from './log-verdicts.ts';

const API_SERVER = fileURLToPath(new URL('../../../apps/api-server/dist/main.js', import.meta.url));

describe('a second api-server on the log of a lab', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.up(['--profile', 'fast', '--nodes', '1']);
  });
  afterAll(() => lab.down());

  test('a second api-server on a log is refused in one line and damages nothing, at each attempt', async () => {
    await lab.kubectl('create configmap kept --from-literal=a=b');
    const kubeconfig = readFileSync(join(lab.data, 'kubeconfig'), 'utf8');
    const before = (await lab.status()).services.map(({ name, pid }) => ({ name, pid }));
    for (let attempt = 0; attempt < 3; attempt++) {
      const { code, stderr } = await apiServer({
        ...(await broker(lab)),
        KLOCKWORK_DATA: lab.data,
        KLOCKWORK_PORT: String(await freePort()),
      });
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `the event log ${join(lab.data, 'events.db')} is in use by another process: stop it, or choose another data folder\n`,
      });
    }
    await lab.kubectl('create configmap also --from-literal=a=b');
    expect((await lab.status()).services.map(({ name, pid }) => ({ name, pid }))).toEqual(before);
    expect(readFileSync(join(lab.data, 'kubeconfig'), 'utf8')).toBe(kubeconfig);
    const log = await lab.log();
    expect([...brokenChains(log), ...brokenCauses(log)]).toEqual([]);
  });
});

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

/** Address and credentials of the lab's embedded broker. */
async function broker(lab: Lab): Promise<Record<string, string>> {
  const log = readFileSync(join(lab.data, 'logs', 'broker.log'), 'utf8');
  const [, port] = /"port":(\d+)/.exec(log) ?? [];
  const password = readFileSync(join(lab.data, 'run', 'credentials', 'api-server'), 'utf8').trim();
  return { NATS_URL: `nats://127.0.0.1:${port}`, NATS_USER: 'api-server', NATS_PASSWORD: password, KLOCKWORK_LOG_LEVEL: 'error' };
}

function apiServer(env: Record<string, string>): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(process.execPath, [API_SERVER], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
