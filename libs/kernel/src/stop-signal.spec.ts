import { expect, it } from 'vitest';
import { StoppedError, StopSource } from './stop-signal.ts';

it('tells each listener once, a late one at once, and one that was taken off never', () => {
  const stop = new StopSource();
  const told: string[] = [];
  stop.onStop(() => told.push('early'));
  stop.onStop(() => told.push('gone'))();
  stop.stop();
  stop.stop();
  stop.onStop(() => told.push('late'));
  expect({ told, stopped: stop.stopped }).toEqual({ told: ['early', 'late'], stopped: true });
});

it('a child stops with its parent, and without it', () => {
  const parent = new StopSource();
  const [one, other] = [StopSource.under(parent), StopSource.under(parent)];
  one.stop();
  expect([parent.stopped, one.stopped, other.stopped]).toEqual([false, true, false]);
  parent.stop();
  expect(other.stopped).toBe(true);
});

it('is an error without a stack, and others have theirs', () => {
  const stopped = new StoppedError();
  expect([stopped instanceof Error, stopped.name, stopped.message, stopped.stack]).toEqual([
    true,
    'StoppedError',
    'stopped',
    'StoppedError: stopped',
  ]);
  expect(new Error('other').stack).toContain('stop-signal.spec.ts');
});
