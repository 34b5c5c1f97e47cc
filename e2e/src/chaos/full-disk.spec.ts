import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient, klockwork, Lab, LauncherClient } from '@klockwork/lab-tool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './waiting.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const FULL = 'etcdserver: mvcc: database space exceeded';
const HEALED_MS_MAX = 60_000;

/** Returns true if a small disk can be mounted; otherwise logs one line about skipped tests. */
function canMount(): boolean {
  if (process.getuid?.() === 0 && spawnSync('mount', ['--version'], { stdio: 'ignore' }).status === 0) return true;
  console.warn('SKIPPED: a lab on a full disk. Run the tests as root on Linux, where they can mount a tmpfs of 20 MB.');
  return false;
}

describe.skipIf(!canMount())('a lab whose disk is full', () => {
  let lab: Lab;
  let api: ApiClient;
  let pids: (number | null)[];
  const ballast = () => join(lab.data, 'ballast');
  const create = (name: string) =>
    api.send<{ message?: string }>('POST', CONFIG_MAPS, { metadata: { name }, data: { text: 'x'.repeat(100_000) } });
  const services = async () => (await new LauncherClient(lab.data).status()).services;

  beforeAll(async () => {
    lab = await Lab.prepare();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', lab.data], { encoding: 'utf8' });
    if (mounted.status !== 0) throw new Error(mounted.stderr);
    await lab.up(['--profile', 'fast']);
    api = new ApiClient(lab.data);
    pids = (await services()).map(({ pid }) => pid);
    const { bavail, bsize } = statfsSync(lab.data);
    writeFileSync(ballast(), Buffer.alloc(bavail * bsize - 1_000_000));
    for (let index = 0; (await create(`before-${index}`)).status === 201; index++) if (index > 100) throw new Error('the disk is not full');
    // Remaining space, too small for a write of the log.
    spawnSync('sh', ['-c', `cat /dev/zero >> ${ballast()}`]);
  });
  afterAll(async () => {
    rmSync(ballast(), { force: true });
    await lab.klockwork('down');
    spawnSync('umount', [lab.data]);
    await lab.down();
  });

  test('a lab whose disk is full refuses writes and answers reads, and none of its processes ends', async () => {
    const refused = await create('refused');
    expect([refused.status, refused.body.message]).toEqual([500, FULL]);
    expect((await api.send('GET', `${CONFIG_MAPS}/before-0`)).status).toBe(200);
    expect((await services()).map(({ pid, state }) => [pid, state])).toEqual(pids.map((pid) => [pid, 'running']));
  });

  test('a lab whose disk is full starts a killed service again', async () => {
    const scheduler = (await services()).find(({ name }) => name === 'scheduler');
    process.kill(scheduler?.pid as number, 'SIGKILL');
    await eventually('the scheduler to run again', HEALED_MS_MAX, async () => {
      const now = (await services()).find(({ name }) => name === 'scheduler');
      return now?.state === 'running' && now.pid !== scheduler?.pid ? true : undefined;
    });
  });

  test('a full disk refuses another lab', async () => {
    const other = join(lab.data, 'other');
    const { code, stderr } = await klockwork(['up', '--detach', '--data', other]);
    expect([code, stderr]).toEqual([
      1,
      `klockwork: cannot write to the data folder ${other} (ENOSPC): the disk is full: make room there, or choose another folder with --data\n`,
    ]);
  });

  test('a full disk refuses tapes and forks in one sentence, and has no part of them', async () => {
    const files = readdirSync(lab.data);
    const [tape, fork] = [join(lab.data, 'a.tape'), join(lab.data, 'fork')];
    expect(await klockwork(['tape', 'export', tape, '--data', lab.data])).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `klockwork: no room for ${tape} (ENOSPC): make room there, or choose another place\n`,
    });
    expect(await klockwork(['fork', '--of', lab.data, '--data', fork])).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `klockwork: cannot write to the data folder ${fork} (ENOSPC): the disk is full: make room there, or choose another folder with --data\n`,
    });
    const copy = await klockwork(['tape', 'export', join(tmpdir(), 'never.tape'), '--data', lab.data], { TMPDIR: lab.data });
    expect(copy).toEqual({
      ...{ code: 1, stdout: '' },
      stderr: `klockwork: no room for a copy of the log in ${lab.data} (ENOSPC): make room there, or choose another folder with TMPDIR\n`,
    });
    expect(readdirSync(lab.data)).toEqual(files);
    const elsewhere = mkdtempSync(join(tmpdir(), 'klockwork-elsewhere-'));
    expect((await klockwork(['tape', 'export', join(elsewhere, 'a.tape'), '--data', lab.data])).code).toBe(0);
    rmSync(elsewhere, { recursive: true });
  });

  test('a lab accepts writes again once its disk has room', async () => {
    rmSync(ballast());
    await eventually('a write to be taken', HEALED_MS_MAX, async () =>
      (await create(`after-${Date.now()}`)).status === 201 ? true : undefined,
    );
    expect(await lab.kubectl('create deployment web --image=nginx')).toBe('deployment.apps/web created\n');
    await lab.kubectl('rollout status deployment/web --timeout=60s');
    expect((await services()).find(({ name }) => name === 'api-server')?.pid).toBe(pids[1]);
    await eventually('the launcher to log what happened meanwhile', HEALED_MS_MAX, async () =>
      readFileSync(join(lab.data, 'logs', 'launcher.log'), 'utf8').includes('scheduler ended (SIGKILL); it is started again\n')
        ? true
        : undefined,
    );
  });
});
