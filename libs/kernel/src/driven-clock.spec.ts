import { expect, it } from 'vitest';
import { ManualClock } from './driven-clock.ts';
import { StoppedError, StopSource } from './stop-signal.ts';

it('fires what is due in order, each at its own instant, also what is set on the way', () => {
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

it('tells of each timer before it fires', () => {
  const clock = new ManualClock(0);
  const told: string[] = [];
  clock.at(10, { name: 'probe', upkeep: true, object: 'pods/default/web-1' }, () => told.push('fired'));
  clock.at(30, { name: 'later' }, () => told.push('fired'));
  clock.advanceTo(20, ({ name, object }) => told.push(`${name} for ${object}`));
  expect(told).toEqual(['probe for pods/default/web-1', 'fired']);
});

it('time never goes back; a deadline that has passed fires at the next step, now', () => {
  const clock = new ManualClock(1_000);
  const fired: number[] = [];
  clock.at(400, { name: 'overdue' }, () => fired.push(clock.now()));
  clock.observe(900);
  clock.advanceTo(500);
  expect(clock.now()).toBe(1_000);
  expect(fired).toEqual([1_000]);
});

it('time seen in a message moves the clock and fires nothing', () => {
  const clock = new ManualClock(0);
  const fired: number[] = [];
  clock.at(10, { name: 'due' }, () => fired.push(clock.now()));
  clock.observe(20);
  expect({ now: clock.now(), fired }).toEqual({ now: 20, fired: [] });
});

it('a timer that sets itself without delay is a bug of ours', () => {
  const clock = new ManualClock(0);
  const again = () => void clock.after(0, { name: 'spin' }, again);
  again();
  expect(() => clock.advanceTo(0)).toThrow('more than 10000 timers in one instant, the last is spin');
});

it('a sleep ends at its deadline, or with the stop, and leaves no timer behind', async () => {
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
