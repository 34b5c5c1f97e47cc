import type { KubeObject } from '../object.ts';
import { type ClockAdvance, type FiredTimer, firedList, type LabClock } from './clock.ts';

/** Advance in the former stored form, with counts by name. */
type StoredAdvance = Omit<ClockAdvance, 'fired'> & { readonly fired?: FiredTimer[] | Readonly<Record<string, number>> };

/** Converts a stored Clock to the present form, with fired timers as a list. Returns `stored` itself if already converted. */
export function currentClock(storedObject: KubeObject): KubeObject {
  const { status } = storedObject as LabClock;
  const { fired, ...advance }: StoredAdvance = status?.advance ?? ({} as StoredAdvance);
  if (fired === undefined || Array.isArray(fired)) return storedObject;
  const current: LabClock = { ...storedObject, status: { ...status, advance: { ...advance, fired: firedList(fired) } } };
  return current;
}
