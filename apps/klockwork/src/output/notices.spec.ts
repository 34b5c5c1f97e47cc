import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Notices } from './notices.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Simulates a disk with limited space. */
function disk(room: number) {
  const state = { room, text: '', failed: vi.fn() };
  const write = (bytes: Buffer) => {
    const taken = Math.min(state.room, bytes.length);
    if (taken === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    state.room -= taken;
    state.text += bytes.subarray(0, taken);
    return taken;
  };
  return { state, notices: new Notices({ write, failed: state.failed }) };
}

test('a notice on a full disk is written whole when there is room again, in order', () => {
  const { state, notices } = disk(10);
  notices.add('scheduler');
  notices.add('api-server ended');
  expect(state.text).toBe('scheduler\n');
  state.room = 4;
  vi.advanceTimersByTime(1_000);
  expect(state.text).toBe('scheduler\napi-');
  state.room = 100;
  notices.add('and is started again');
  expect(state.text).toBe('scheduler\napi-server ended\nand is started again\n');
  expect([vi.getTimerCount(), state.failed.mock.calls]).toEqual([0, []]);
});

test('the notices of a disk that stays full are bounded', () => {
  const { state, notices } = disk(0);
  for (let line = 0; line < 1_500; line++) notices.add(String(line));
  state.room = 100_000;
  vi.advanceTimersByTime(1_000);
  expect(state.text.split('\n').slice(0, 2)).toEqual(['500', '501']);
});

test('a reader that went away is reported', () => {
  const failed = vi.fn();
  const closed = Object.assign(new Error('broken pipe'), { code: 'EPIPE' });
  const write = () => {
    throw closed;
  };
  new Notices({ write, failed }).add('x');
  expect(failed).toHaveBeenCalledWith(closed);
});
