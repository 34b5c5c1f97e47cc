import { ManualClock, StoppedError, StopSource } from '@klockwork/kernel';
import { expect, it } from 'vitest';
import { CpuTime, type CpuUser } from './cpu-time.ts';

const user = (): CpuUser => ({ pid: 1, killed: new StopSource(), busyMs: 0 });

/** Runs commands one after the other and gives how many each turn had, and when it was over. */
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

it('ten thousand commands take a second, in turns that grow', async () => {
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

it('a program that waits by itself, however often, is not held up', async () => {
  const clock = new ManualClock(0);
  const cpu = new CpuTime(clock);
  for (let round = 1; round <= 50; round++) {
    expect(await turns(cpu, clock, 90)).toEqual([]);
    clock.advanceTo(round * 1_000);
  }
});

it('a program that was killed runs no further command', async () => {
  const killed = new StopSource();
  killed.stop();
  await expect(new CpuTime(new ManualClock(0)).spend({ ...user(), killed })).rejects.toThrow(StoppedError);
});
