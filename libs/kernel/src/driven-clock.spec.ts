import { expect, test } from 'vitest';
import { ManualClock } from './driven-clock.ts';
import { StoppedError, StopSource } from './stop-signal.ts';

test('due timers fire in order, each at its own instant, including timers set meanwhile', () => {
  const clock = new ManualClock(1_000);
  const fired: string[] = [];
  const note = (name: string) => () => fired.push(`${name} ${clock.now()}`);
  clock.after(500, { name: 'late' }, note('late'));
  clock.after(100, { name: 'early' }, () => {
    note('early')();
    clock.after(100, { name: 'follow-up' }, note('follow-up'));
  });
  clock.advanceTo(1_400);
  expect(fired).toEqual(['early 1100', 'follow-up 1200']);
  expect(clock.now()).toBe(1_400);
  clock.advanceTo(2_000);
  expect(fired).toEqual(['early 1100', 'follow-up 1200', 'late 1500']);
});

test('the clock reports each timer before it fires', () => {
  const clock = new ManualClock(0);
  const told: string[] = [];
  clock.at(10, { name: 'probe', upkeep: true, object: 'pods/default/web-1' }, () => told.push('fired'));
  clock.at(30, { name: 'later' }, () => told.push('fired'));
  clock.advanceTo(20, ({ name, object }) => told.push(`${name} for ${object}`));
  expect(told).toEqual(['probe for pods/default/web-1', 'fired']);
});

test('time never moves backwards; a past deadline fires at the next step, at the present time', () => {
  const clock = new ManualClock(1_000);
  const fired: number[] = [];
  clock.at(400, { name: 'overdue' }, () => fired.push(clock.now()));
  clock.observe(900);
  clock.advanceTo(500);
  expect(clock.now()).toBe(1_000);
  expect(fired).toEqual([1_000]);
});

test('observed time moves the clock and fires no timer', () => {
  const clock = new ManualClock(0);
  const fired: number[] = [];
  clock.at(10, { name: 'due' }, () => fired.push(clock.now()));
  clock.observe(20);
  expect({ now: clock.now(), fired }).toEqual({ now: 20, fired: [] });
});

test('a timer that resets itself without delay fails an assertion', () => {
  const clock = new ManualClock(0);
  const again = () => void clock.after(0, { name: 'spin' }, again);
  again();
  expect(() => clock.advanceTo(0)).toThrow('more than 10000 timers in one instant, the last is spin');
});

test('a sleep ends at its deadline or at its stop, and leaves no timer behind', async () => {
  const clock = new ManualClock(0);
  const stop = new StopSource();
  const slept = clock.sleep(100, { name: 'nap' }, stop);
  clock.advanceTo(100);
  await slept;
  const interrupted = clock.sleep(100, { name: 'nap' }, stop);
  stop.stop();
  await expect(interrupted).rejects.toThrow(StoppedError);
  await expect(clock.sleep(100, { name: 'nap' }, stop)).rejects.toThrow(StoppedError);
  expect(clock.pending()).toEqual([]);
});
