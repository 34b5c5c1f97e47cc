import type { DrillResult, DrillViolation, LoadResult, MeasureResult } from '@klockwork/drills';
import { spanText } from '../../output/span.ts';

/** Returns the verdict in one line: `Failed: 14 of 100 points`. */
export function verdictText({ verdict, score }: Pick<DrillResult, 'verdict' | 'score'>): string {
  return verdict === 'Inconclusive' ? 'Inconclusive: no points' : `${verdict}: ${score} of 100 points`;
}

/** Returns the title, with the solution or cheat that was played. */
export function titleText({ title, played }: Pick<DrillResult, 'title' | 'played'>): string {
  return played === undefined ? title : `${title} (${played})`;
}

/** Returns moment and values of a violation. */
export function violationText({ elapsedMs, revision, value }: DrillViolation): string {
  return `after ${spanText(elapsedMs)}, revision ${revision}: ${value}`;
}

/** Returns value and unit of a measure, or the reason without a value. */
export function measureText({ value, unit, note }: MeasureResult): string {
  return value === null ? `none: ${note ?? ''}` : `${value} ${unit}`;
}

/** Returns the weight of a measure, and the value without points; empty without a weight. */
export function weightText({ weight, limit }: MeasureResult): string {
  return weight === undefined ? '' : `${weight}, no points at ${limit}`;
}

/** Returns the counts of a load. */
export function loadText({ sent, answered, failed, failures, latencyMs }: LoadResult): string {
  const reasons = Object.entries(failures).map(([reason, count]) => `${count} ${reason}`);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${sent} requests, ${answered} answered, ${failed} failed${why}; 99 % within ${latencyMs.p99} ms`;
}

/** Returns seed, lab time, revisions and hash of a run. */
export function runText({ seed, labTime, revisions, logHash }: DrillResult): string {
  return `seed ${seed}, ${spanText(labTime.ms)} of lab time, revisions ${revisions.first} to ${revisions.last}, log ${logHash}`;
}

/** Returns a title with indented lines after an empty line; nothing without lines. */
export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}
