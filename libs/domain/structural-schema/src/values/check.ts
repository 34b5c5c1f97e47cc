import type { Place } from '../place.ts';
import type { Correlation } from './correlation.ts';
import type { Problem } from './problem.ts';

/** Receiver of problems, at a place. `correlation`: earlier state, whose unchanged problems are accepted. */
export interface Check {
  readonly place: Place;
  readonly problems: Problem[];
  readonly correlation?: Correlation | undefined;
}
