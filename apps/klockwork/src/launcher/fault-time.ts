import type { LabTime } from '@klockwork/kernel';
import { UserError } from '../user-error.ts';

/** Time of a fault: an instant of lab time, or a delay in ms after the request. */
export type FaultTime = { readonly at: LabTime } | { readonly inMs: number };

/** The last instant that RFC 3339 can write: the end of the year 9999. */
const INSTANT_MAX = 253_402_300_799_999;

/** The instant that is meant at lab time `now`. Throws UserError when it has passed, and for one after the year 9999. */
export function faultInstant(when: FaultTime, now: LabTime): LabTime {
  const instant = 'at' in when ? when.at : now + when.inMs;
  if (!(instant <= INSTANT_MAX)) throw new UserError('an instant of the lab must be before the year 10000');
  if (instant >= now) return instant;
  throw new UserError(`${new Date(instant).toISOString()} has passed in the lab: it is ${new Date(now).toISOString()}`);
}
