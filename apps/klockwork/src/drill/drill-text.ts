import type { DrillDistribution, DrillResult, LoadResult, MeasureResult, ObjectiveResult, TimelineEntry } from '@klockwork/drills';
import { spanText } from '../output/span.ts';

const INDENT = '  ';
const TIME_WIDTH = 10;

/** Returns a result for people: the verdict first. */
export function resultText(result: DrillResult): string {
  const { verdict, title, played, score, message, objectives, measures, load, timeline, seed, labTime, revisions, logHash, replay } =
    result;
  return [
    `${verdict.toUpperCase()}  ${title}${played === undefined ? '' : ` (${played})`}: ${score} of 100 points`,
    message,
    ...section('Objectives', objectives.flatMap(objectiveLines)),
    ...section('Measures', measures.map(measureLine)),
    ...section('Load', load.map(loadLine)),
    ...section('Timeline', timeline.map(timelineLine)),
    '',
    `seed ${seed}, ${spanText(labTime.ms)} of lab time, revisions ${revisions.first} to ${revisions.last}, log ${logHash}`,
    `replay: ${replay}`,
  ].join('\n');
}

/** Returns a distribution for people. */
export function distributionText({ drill, runs, verdicts, score, worst }: DrillDistribution): string {
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict.toLowerCase()}`);
  return [
    `${drill}: ${runs} seeds: ${counts.join(', ')}`,
    `score: lowest ${score.min}, tenth percentile ${score.p10}, median ${score.median}, highest ${score.max}`,
    `worst: seed ${worst.seed}: ${worst.verdict}, ${worst.score} points`,
    `replay: ${worst.replay}`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `${INDENT}${line}`)];
}

function objectiveLines({
  name,
  expression,
  window,
  weight,
  met,
  violations,
  violationCount,
  prevention,
}: ObjectiveResult): readonly string[] {
  const [first] = violations;
  const head = `${met ? 'met     ' : 'violated'}  ${name}  (${expression} ${window}, weight ${weight})`;
  if (met || first === undefined) return [head];
  return [
    head,
    `${INDENT}after ${spanText(first.elapsedMs)}, revision ${first.revision}: ${first.value}${violationCount > 1 ? ` (first of ${violationCount})` : ''}`,
    ...(first.causes ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `${INDENT}${line}`),
    ...(prevention === undefined ? [] : [`${INDENT}${prevention}`]),
  ];
}

function measureLine({ name, value, unit, weight, limit, note }: MeasureResult): string {
  const amount = value === null ? `none: ${note}` : `${value} ${unit}`;
  return `${name.padEnd(20)}  ${amount}${weight === undefined ? '' : `  (weight ${weight}, no points at ${limit})`}`;
}

function loadLine({ name, target, sent, answered, failed, failures, latencyMs }: LoadResult): string {
  const reasons = Object.entries(failures).map(([reason, count]) => `${count} ${reason}`);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${name} at ${target}: ${sent} requests, ${answered} answered, ${failed} failed${why}; 99 % within ${latencyMs.p99} ms`;
}

function timelineLine({ elapsedMs, text, problem }: TimelineEntry): string {
  const time = `${elapsedMs < 0 ? '-' : '+'}${spanText(Math.abs(elapsedMs))}`;
  return `${time.padEnd(TIME_WIDTH)}  ${text}${problem === undefined ? '' : `: ${problem}`}`;
}
