import { parseDuration } from '@klockwork/api-machinery';
import type { DrillStep } from './drill.ts';

/** Returns a valid duration in ms. Throws an Error for an invalid one, which the check of the drill refuses first. */
export function durationOf(text: string): number {
  const duration = parseDuration(text);
  if ('problem' in duration) throw new Error(duration.problem);
  return duration.ms;
}

/** Returns the index of a named step. `fault` is also the first fault step. */
export function stepIndex(steps: readonly DrillStep[], name: string): number {
  const named = steps.findIndex((step) => step.name === name);
  return named < 0 && name === 'fault' ? steps.findIndex(({ fault }) => fault !== undefined) : named;
}

/**
 * Returns the longest lab time, in ms, from the start of a step to the drill's end; of the whole drill without `after`. Undefined for an unknown
 * step; infinite if a step has no limit.
 */
export function spanAfter(steps: readonly DrillStep[], after?: string): number | undefined {
  const from = after === undefined ? 0 : stepIndex(steps, after);
  if (from < 0) return undefined;
  return steps.slice(from).reduce((sum, step) => sum + spanOf(step), 0);
}

function spanOf({ advance, wait, drain, player }: DrillStep): number {
  if (player !== undefined && player.within === undefined) return Number.POSITIVE_INFINITY;
  const text = advance ?? wait?.within ?? drain?.within ?? player?.within;
  const duration = text === undefined ? { ms: 0 } : parseDuration(text);
  return 'problem' in duration ? 0 : duration.ms;
}
