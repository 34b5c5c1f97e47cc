import { advanceEnded, type ClockAdvance, type LabClock } from '@klockwork/resources';

/** What the clock has been made to do. */
export interface Obeyed {
  /** Lab seconds a host second; 0 while it is paused. */
  readonly rate: number;
  /** The newest advance that was taken up, by its id; 0 for none. */
  readonly begun: number;
  /** It has not ended yet. */
  readonly underWay: boolean;
}

/** One thing to do to the clock. A new rate ends an advance; so does another advance. */
export type ClockCommand =
  | { readonly do: 'scale'; readonly rate: number }
  | { readonly do: 'wind'; readonly advance: ClockAdvance }
  | { readonly do: 'stop' }
  /** It was left by someone before us, and its end was asked for. */
  | { readonly do: 'call-off'; readonly advance: ClockAdvance };

/**
 * What the object asks for that has not been done, in order. An advance that someone before us had begun is taken up again:
 * its bound is an instant of lab time, so going on leads where its request meant to go.
 */
export function decide(clock: LabClock, obeyed: Obeyed): readonly ClockCommand[] {
  const rate = wantedRate(clock);
  const scale: ClockCommand[] = rate === obeyed.rate ? [] : [{ do: 'scale', rate }];
  return [...scale, ...decideAdvance(clock.status?.advance, obeyed)];
}

/** The rate a Clock asks for: 0 while it is to stand. */
function wantedRate({ spec }: LabClock): number {
  return spec?.paused ? 0 : (spec?.rate ?? 1);
}

function decideAdvance(advance: ClockAdvance | undefined, { begun, underWay }: Obeyed): ClockCommand[] {
  if (advance === undefined || advance.id < begun) return [];
  const over = advanceEnded(advance);
  if (advance.id > begun && !over) return [{ do: advance.stopRequested ? 'call-off' : 'wind', advance }];
  // One that is over already took the place of what is under way all the same.
  return underWay && (over || advance.stopRequested) ? [{ do: 'stop' }] : [];
}
