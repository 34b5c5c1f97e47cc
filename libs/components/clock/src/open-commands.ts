import { advanceEnded, type ClockAdvance, type LabClock } from '@klockwork/resources';

/** Present state of the coordinator, as commanded so far. */
export interface AdvanceRunnerState {
  /** Lab seconds per host second; 0 while paused. */
  readonly rate: number;
  /** Id of the newest accepted advance; 0 if none. */
  readonly begun: number;
  /** True until the end of that advance. */
  readonly underWay: boolean;
}

/** Command to the coordinator. A new rate, or another advance, ends the running advance. */
export type ClockCommand =
  | { readonly type: 'scale'; readonly rate: number }
  | { readonly type: 'start'; readonly advance: ClockAdvance }
  | { readonly type: 'stop' }
  /** Marks an advance as stopped that an earlier process left unfinished. */
  | { readonly type: 'cancel'; readonly advance: ClockAdvance };

/**
 * Returns the commands that the object requests and that are not executed yet, in order. An unfinished advance of an earlier process
 * continues: its bound is an instant of lab time, so the goal stays the same.
 */
export function openCommands(clock: LabClock, state: AdvanceRunnerState): readonly ClockCommand[] {
  const rate = wantedRate(clock);
  const scale: ClockCommand[] = rate === state.rate ? [] : [{ type: 'scale', rate }];
  return [...scale, ...advanceCommands(clock.status?.advance, state)];
}

/** Returns the requested rate; 0 for a paused Clock. */
function wantedRate({ spec }: LabClock): number {
  return spec?.paused ? 0 : (spec?.rate ?? 1);
}

function advanceCommands(advance: ClockAdvance | undefined, { begun, underWay }: AdvanceRunnerState): ClockCommand[] {
  if (advance === undefined || advance.id < begun) return [];
  const over = advanceEnded(advance);
  if (advance.id > begun && !over) return [{ type: advance.stopRequested ? 'cancel' : 'start', advance }];
  // A finished advance still replaced the running one.
  return underWay && (over || advance.stopRequested) ? [{ type: 'stop' }] : [];
}
