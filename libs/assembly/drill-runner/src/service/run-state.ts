import type { RunState, RunSummary } from '@klockwork/drills';

/** Returns true for a final phase. */
export function hasEnded({ phase }: Pick<RunSummary, 'phase'>): boolean {
  return phase === 'Completed' || phase === 'Stopped' || phase === 'Failed' || phase === 'Interrupted';
}

/** Returns a run for a list. */
export function runSummary({ id, drill, title, mode, seed, phase, verdict, score }: RunState): RunSummary {
  return { id, drill, title, mode, seed, phase, ...(verdict !== undefined && { verdict }), ...(score !== undefined && { score }) };
}

/** Returns the state of a run whose process ended before it: its cluster went with it, faults and all. */
export function interrupted({ turn: _, progress: __, ...state }: RunState): RunState {
  const message = 'the process of the drill ended before the run did: nothing is decided, and its cluster is gone with its faults';
  return { ...state, phase: 'Interrupted', verdict: 'Inconclusive', message, isOpen: false };
}
