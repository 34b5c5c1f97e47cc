import type { NextTimer } from './clock-state.ts';

type Timer = Pick<NextTimer, 'at' | 'upkeep'>;

/**
 * Returns the nearest `limit` work timers and the nearest `limit` upkeep timers, in order. Separate limits keep frequent upkeep from hiding
 * work.
 */
export function nearestTimers<T extends Timer>(timers: readonly T[], limit: number): T[] {
  const sortedTimers = timers.toSorted((a, b) => a.at - b.at);
  const left = { work: limit, upkeep: limit };
  return sortedTimers.filter(({ upkeep }) => left[upkeep === true ? 'upkeep' : 'work']-- > 0);
}
