import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenCauses } from '@klockwork/event-store';
import { klockwork } from '@klockwork/lab-tool';
import { expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { brokenChains } from './log-verdicts.ts';
import { eventually } from './waiting.ts';

/** Host time limit for services to end after their launcher's death, which they notice at once. */
const FOLLOWED_MS_MAX = 60_000;

test('all processes end with a killed launcher, and the next start continues the log', async () => {
  await lab.kubectl('create configmap kept --from-literal=a=b');
  const before = await lab.status();
  const note = join(lab.data, 'run', 'launcher.json');
  const launcher = lab.launcherPid();
  process.kill(launcher, 'SIGKILL');
  // Immediate restart: the launcher must wait for port and log of ending services.
  await lab.up();
  await eventually('the end of all former services', FOLLOWED_MS_MAX, async () =>
    before.services.some(({ pid }) => isAlive(pid as number)) ? undefined : true,
  );
  expect(lab.launcherPid()).not.toBe(launcher);
  expect(await lab.kubectl('get configmap kept -o jsonpath={.data.a}')).toBe('b');
  const log = await lab.log();
  expect([...brokenChains(log), ...brokenCauses(log)]).toEqual([]);
  expect(existsSync(note)).toBe(true);
});

test('a launcher.json left by a killed launcher does not prevent a start', async () => {
  const note = join(lab.data, 'run', 'launcher.json');
  const stale = readFileSync(note, 'utf8');
  process.kill(lab.launcherPid(), 'SIGKILL');
  await eventually('the end of the launcher', FOLLOWED_MS_MAX, async () =>
    (await klockwork(['status', '--data', lab.data])).code === 1 ? true : undefined,
  );
  expect(readFileSync(note, 'utf8')).toBe(stale);
  const down = await klockwork(['down', '--data', lab.data]);
  expect([down.code, down.stderr]).toEqual([1, `klockwork: no lab runs on ${lab.data}: start one with "npx klockwork up"\n`]);
  await lab.up();
  expect(readFileSync(note, 'utf8')).not.toBe(stale);
  expect((await lab.status()).services.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'running'));
});

test('the second of two simultaneous starts is refused in one line', async () => {
  await lab.klockwork('down');
  const start = () => klockwork(['up', '--detach', '--data', lab.data, '--port', String(lab.port)]);
  const both = await Promise.all([start(), start()]);
  const refused = both.filter(({ code }) => code !== 0);
  expect(refused).toEqual([
    { code: 1, stdout: '', stderr: expect.stringMatching(/^klockwork: (a lab already runs on|port \d+ is in use).*\n$/) },
  ]);
  expect((await lab.status()).services.map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'running'));
  expect(await lab.kubectl('get configmap kept -o jsonpath={.data.a}')).toBe('b');
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
