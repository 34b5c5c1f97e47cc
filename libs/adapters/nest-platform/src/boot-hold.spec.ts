import { CountingActivity, type HostTimer, type LogFields, silentLogger } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { bootHold } from './boot-hold.ts';

/** Boots with a manual host timer. */
function boot() {
  const activity = new CountingActivity((then) => then());
  const warnings: [LogFields, string][] = [];
  let timer: { delayMs: number; fire(): void } | undefined;
  const host: HostTimer = {
    now: () => 0,
    set(delayMs, fire) {
      timer = { delayMs, fire };
      return () => {
        timer = undefined;
      };
    },
  };
  const logger = { ...silentLogger, warn: (fields: LogFields, message: string) => void warnings.push([fields, message]) };
  const end = bootHold({ activity, host, logger });
  return { activity, warnings, end, timer: () => timer };
}

test('time waits until the component has started, and nothing is left of it', () => {
  const { activity, warnings, end, timer } = boot();
  expect(activity.state().reasons).toEqual(new Map([['boot', 1]]));
  end();
  expect([activity.state().idle, timer(), warnings]).toEqual([true, undefined, []]);
});

test('time does not wait longer than 5 s of the host for it, and the log says so', () => {
  const { activity, warnings, end, timer } = boot();
  expect(timer()?.delayMs).toBe(5_000);
  timer()?.fire();
  expect([activity.state().idle, warnings]).toEqual([true, [[{ hostMs: 5_000 }, 'not started yet, the lab no longer waits']]]);
  end();
  expect(activity.state().holds).toBe(0);
});
