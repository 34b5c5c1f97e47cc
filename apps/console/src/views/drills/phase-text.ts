import type { RunSummary } from '@klockwork/drills';
import { TEXTS } from '../../texts.ts';

/** Returns the verdict of a completed run with its points, and the phase of all others. */
export function phaseText({ phase, verdict, score, mode }: Pick<RunSummary, 'phase' | 'verdict' | 'score' | 'mode'>): string {
  const { verdicts, phases } = TEXTS.drillRun;
  if (phase !== 'Completed' || verdict === undefined) return phases[phase];
  const text = verdicts[verdict as keyof typeof verdicts] ?? verdict;
  if (score === undefined || verdict === 'Inconclusive') return text;
  return `${text}. ${mode === 'play' ? TEXTS.drills.points(score) : TEXTS.drills.score(score)}`;
}
