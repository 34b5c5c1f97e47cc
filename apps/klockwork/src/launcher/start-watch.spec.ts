import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserError } from '../user-error.ts';
import { StartWatch } from './start-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a start without progress ends with what is missing, and each progress begins the wait anew', async () => {
  const watch = new StartWatch(60_000, () => 'controller-manager (starting)');
  const outcome = watch.stalled.catch((error: unknown) => error);
  vi.advanceTimersByTime(59_999);
  watch.progress();
  vi.advanceTimersByTime(59_999);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await outcome).toEqual(
    new UserError('the lab did not start: nothing became ready for 60 s. Missing: controller-manager (starting)'),
  );
});

test('a start that is over is not watched', () => {
  const watch = new StartWatch(60_000, () => '');
  watch.end();
  expect(vi.getTimerCount()).toBe(0);
});
