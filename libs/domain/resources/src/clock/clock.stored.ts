import type { KubeObject } from '../object.ts';
import { type ClockAdvance, type FiredTimer, firedList, type LabClock } from './clock.ts';

/** An advance as older versions stored it, with counts by name. */
type StoredAdvance = Omit<ClockAdvance, 'fired'> & { readonly fired?: FiredTimer[] | Readonly<Record<string, number>> };

/** Returns a stored Clock in the form of today: its timers that fired are a list. Returns `stored` itself where it has that form. */
export function currentClock(stored: KubeObject): KubeObject {
  const { status } = stored as LabClock;
  const { fired, ...advance }: StoredAdvance = status?.advance ?? ({} as StoredAdvance);
  if (fired === undefined || Array.isArray(fired)) return stored;
  const current: LabClock = { ...stored, status: { ...status, advance: { ...advance, fired: firedList(fired) } } };
  return current;
}
