import type { DrillDistribution, DrillResult, LoadResult, MeasureResult, ObjectiveResult, TimelineEntry } from '@klockwork/drills';
import { spanText } from '../output/span.ts';
import { loadText, measureText, runText, section, titleText, violationText, weightText } from './reports/report-words.ts';

const INDENT = '  ';
const TIME_WIDTH = 10;

/** Returns a result for people: the verdict first. */
export function resultText(result: DrillResult): string {
  const { verdict, score, message, objectives, measures, load, timeline, replay } = result;
  return [
    `${verdict.toUpperCase()}  ${titleText(result)}: ${score} of 100 points`,
    message,
    ...section('Objectives', objectives.flatMap(objectiveLines)),
    ...section('Measures', measures.map(measureLine)),
    ...section('Load', load.map(loadLine)),
    ...section('Timeline', timeline.map(timelineLine)),
    '',
    runText(result),
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
    `${INDENT}${violationText(first)}${violationCount > 1 ? ` (first of ${violationCount})` : ''}`,
    ...(first.causes ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `${INDENT}${line}`),
    ...(prevention === undefined ? [] : [`${INDENT}${prevention}`]),
  ];
}

function measureLine(measure: MeasureResult): string {
  const weight = weightText(measure);
  return `${measure.name.padEnd(20)}  ${measureText(measure)}${weight === '' ? '' : `  (weight ${weight})`}`;
}

function loadLine(load: LoadResult): string {
  return `${load.name} at ${load.target}: ${loadText(load)}`;
}

function timelineLine({ elapsedMs, text, problem }: TimelineEntry): string {
  const time = `${elapsedMs < 0 ? '-' : '+'}${spanText(Math.abs(elapsedMs))}`;
  return `${time.padEnd(TIME_WIDTH)}  ${text}${problem === undefined ? '' : `: ${problem}`}`;
}
