import { afterAll, beforeAll } from 'vitest';
import { ClockLab } from './clock-lab.ts';

/** Lab of the running spec, whose parts use it in sequence. */
export let lab: ClockLab;

/** Starts the lab of a spec before its tests, and ends it after them. */
export function openClockLab(): void {
  beforeAll(async () => {
    lab = await ClockLab.up();
  });
  afterAll(() => lab.down());
}
