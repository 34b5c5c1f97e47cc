import { ManualClock, StoppedError, StopSource } from '@klockwork/kernel';
import { advance } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { CpuTime, type CpuUser } from './cpu-time.ts';

const user = (): CpuUser => ({ pid: 1, killed: new StopSource(), busyMs: 0 });

/** Runs commands in sequence; returns command count and end time of each turn. */
async function turns(cpu: CpuTime, clock: ManualClock, commands: number): Promise<string[]> {
  const ended: string[] = [];
  let inTurn = 0;
  for (let command = 0; command < commands; command++) {
    inTurn += 1;
    const waits = cpu.spend(user());
    if (waits === undefined) continue;
    clock.advanceTo(clock.nextAt() ?? 0);
    await waits;
    ended.push(`${inTurn} until ${clock.now()}`);
    inTurn = 0;
  }
  return ended;
}

test('ten thousand commands take a second, in turns that grow', async () => {
  const clock = new ManualClock(0);
  expect(await turns(new CpuTime(clock), clock, 3_600)).toEqual([
    '100 until 10',
    '200 until 30',
    '400 until 70',
    '800 until 150',
    '1000 until 250',
    '1000 until 350',
  ]);
});

test('a program that waits by itself, however often, is not held up', async () => {
  const clock = new ManualClock(0);
  const cpu = new CpuTime(clock);
  for (let round = 1; round <= 50; round++) {
    expect(await turns(cpu, clock, 90)).toEqual([]);
    clock.advanceTo(round * 1_000);
  }
});

test('a program that was killed runs no further command', async () => {
  const killed = new StopSource();
  killed.stop();
  await expect(new CpuTime(new ManualClock(0)).spend({ ...user(), killed })).rejects.toThrow(StoppedError);
});

test('a thousand programs that never wait run no more commands a second than four', async () => {
  const clock = new ManualClock(0);
  const cpu = new CpuTime(clock);
  const killed = new StopSource();
  let commands = 0;
  const run = async (pid: number) => {
    const by: CpuUser = { pid, killed, busyMs: 0 };
    for (;;) {
      await cpu.spend(by);
      commands += 1;
    }
  };
  const runs = Array.from({ length: 1_000 }, (_, pid) => run(pid));
  await advance(clock, 1_000);
  killed.stop();
  expect((await Promise.allSettled(runs)).every(({ status }) => status === 'rejected')).toBe(true);
  expect(commands).toBeGreaterThan(9_000);
  expect(commands).toBeLessThan(50_000);
});

test('a charge for more than one command brings the end of a turn nearer', async () => {
  const clock = new ManualClock(0);
  const cpu = new CpuTime(clock);
  cpu.charge(90);
  expect(await turns(cpu, clock, 10)).toEqual(['10 until 10']);
});
