import { expect, test } from 'vitest';
import { StoppedError, StopSource } from './stop-signal.ts';

test('each listener is called once, a late one at once, a removed one never', () => {
  const stop = new StopSource();
  const told: string[] = [];
  stop.onStop(() => told.push('early'));
  stop.onStop(() => told.push('gone'))();
  stop.stop();
  stop.stop();
  stop.onStop(() => told.push('late'));
  expect({ told, stopped: stop.stopped }).toEqual({ told: ['early', 'late'], stopped: true });
});

test('a child stops with its parent, or alone', () => {
  const parent = new StopSource();
  const [one, other] = [StopSource.under(parent), StopSource.under(parent)];
  one.stop();
  expect([parent.stopped, one.stopped, other.stopped]).toEqual([false, true, false]);
  parent.stop();
  expect(other.stopped).toBe(true);
});

test('a StoppedError has no stack, and other errors have theirs', () => {
  const stopped = new StoppedError();
  expect([stopped instanceof Error, stopped.name, stopped.message, stopped.stack]).toEqual([
    true,
    'StoppedError',
    'stopped',
    'StoppedError: stopped',
  ]);
  expect(new Error('other').stack).toContain('stop-signal.spec.ts');
});
