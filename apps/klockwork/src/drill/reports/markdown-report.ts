import type { DrillDistribution, DrillResult, ObjectiveResult } from '@klockwork/drills';
import { markdown, markdownBlock } from './escape.ts';
import { loadText, measureText, runText, titleText, verdictText, violationText, weightText } from './report-words.ts';

/** Returns a result as Markdown, the verdict first: it fits the summary of a CI job. */
export function markdownReport(result: DrillResult): string {
  const { message, objectives, measures, load, replay } = result;
  const violatedResults = objectives.filter(({ met }) => !met);
  return [
    `## ${markdown(titleText(result))}`,
    `**${markdown(verdictText(result))}.** ${markdown(message)}`,
    ...table(
      ['Objective', 'Result', 'Weight', 'Expression'],
      objectives.map(({ name, met, weight, expression, window }) => [
        name,
        met ? 'met' : 'violated',
        String(weight),
        `${expression} ${window}`,
      ]),
    ),
    ...violatedResults.flatMap(violationLines),
    ...table(
      ['Measure', 'Value', 'Weight'],
      measures.map((measure) => [measure.name, measureText(measure), weightText(measure)]),
    ),
    ...table(
      ['Load', 'Target', 'Requests'],
      load.map((one) => [one.name, one.target, loadText(one)]),
    ),
    `Run: ${markdown(runText(result))}. Replay:`,
    markdownBlock(replay),
  ].join('\n\n');
}

/** Returns a distribution as Markdown, the worst seed first. */
export function markdownDistribution({ drill, runs, verdicts, score, worst, results }: DrillDistribution): string {
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict.toLowerCase()}`);
  const worstFirst = results.toSorted((a, b) => a.score - b.score || a.seed - b.seed);
  return [
    `## ${markdown(drill)}: ${runs} seeds`,
    `**${markdown(counts.join(', '))}.** Scores from ${score.min} to ${score.max}, median ${score.median}.`,
    `Worst seed: ${worst.seed} (${worst.verdict}, ${worst.score} points). Replay:`,
    markdownBlock(worst.replay),
    ...table(
      ['Seed', 'Verdict', 'Score', 'Log'],
      worstFirst.map((run) => [String(run.seed), run.verdict, String(run.score), run.logHash]),
    ),
  ].join('\n\n');
}

function violationLines({ name, violations: [first], violationCount, prevention }: ObjectiveResult): string[] {
  const count = violationCount > 1 ? ` (first of ${violationCount})` : '';
  return [
    `### ${markdown(name)}`,
    ...(first === undefined ? [] : [markdown(`Violated ${violationText(first)}${count}`)]),
    ...(first?.causes === undefined ? [] : [markdownBlock(first.causes)]),
    ...(prevention === undefined ? [] : [markdown(prevention)]),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(markdown))];
  return [lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')];
}
