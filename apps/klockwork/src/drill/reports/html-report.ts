import type { DrillDistribution, DrillResult, ObjectiveResult, TimelineEntry } from '@klockwork/drills';
import { spanText } from '../../output/span.ts';
import { markup, markupLines } from './escape.ts';
import { loadText, measureText, runText, titleText, verdictText, violationText, weightText } from './report-words.ts';

const STYLE = `
:root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --soft: #6e7781; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #f85149; --soft: #9198a1; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--soft); vertical-align: top; }
pre { overflow-x: auto; padding: 0.8rem; border: 1px solid var(--soft); }
.verdict { font-size: 1.4rem; font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.soft { color: var(--soft); }
`;

/** Returns a result as a page without scripts and outside files: the verdict first, then measures, timeline, violations with their causes. */
export function htmlReport(result: DrillResult): string {
  const { title, description, verdict, message, objectives, measures, load, timeline, replay } = result;
  const violatedResults = objectives.filter(({ met }) => !met);
  return page(title, [
    `<h1>${markup(titleText(result))}</h1>`,
    `<p class="verdict ${toneOf(verdict === 'Passed')}">${markup(verdictText(result))}</p>`,
    `<p>${markup(message)}</p>`,
    ...(description === '' ? [] : [`<p class="soft">${markup(description)}</p>`]),
    ...table('Objectives', ['Objective', 'Result', 'Weight', 'Expression'], objectives.map(objectiveCells)),
    ...table(
      'Measures',
      ['Measure', 'Value', 'Weight'],
      measures.map((measure) => [measure.name, measureText(measure), weightText(measure)].map(markup)),
    ),
    ...table(
      'Load',
      ['Load', 'Target', 'Requests'],
      load.map((one) => [one.name, one.target, loadText(one)].map(markup)),
    ),
    ...(violatedResults.length === 0 ? [] : ['<h2>Violations</h2>', ...violatedResults.flatMap(violationParts)]),
    ...table('Timeline', ['Lab time', 'Revision', ''], timeline.map(timelineCells)),
    `<h2>Replay</h2>\n<pre>${markupLines(replay)}</pre>`,
    `<p class="soft">${markup(runText(result))}</p>`,
  ]);
}

/** Returns a distribution as a page, the worst seed first. */
export function htmlDistribution({ drill, runs, verdicts, score, worst, results }: DrillDistribution): string {
  const counts = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict.toLowerCase()}`);
  const worstFirst = results.toSorted((a, b) => a.score - b.score || a.seed - b.seed);
  return page(drill, [
    `<h1>${markup(drill)}: ${runs} seeds</h1>`,
    `<p class="verdict ${toneOf(verdicts.Passed === runs)}">${markup(counts.join(', '))}</p>`,
    `<p>Scores from ${score.min} to ${score.max}, median ${score.median}. Worst seed: ${worst.seed}.</p>`,
    `<pre>${markupLines(worst.replay)}</pre>`,
    ...table(
      'Seeds',
      ['Seed', 'Verdict', 'Score', 'Log'],
      worstFirst.map((run) => [String(run.seed), run.verdict, String(run.score), run.logHash].map(markup)),
    ),
  ]);
}

function page(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${markup(title)}</title><style>${STYLE}</style></head>`,
    '<body>',
    ...parts,
    '</body>',
    '</html>',
  ].join('\n');
}

function toneOf(isGood: boolean): string {
  return isGood ? 'good' : 'bad';
}

function objectiveCells({ name, met, weight, expression, window }: ObjectiveResult): string[] {
  const verdict = `<span class="${toneOf(met)}">${met ? 'met' : 'violated'}</span>`;
  return [markup(name), verdict, String(weight), `<code>${markup(`${expression} ${window}`)}</code>`];
}

function violationParts({ name, violations: [first], violationCount, prevention }: ObjectiveResult): string[] {
  const count = violationCount > 1 ? ` (first of ${violationCount})` : '';
  return [
    `<h3>${markup(name)}</h3>`,
    ...(first === undefined ? [] : [`<p>${markup(`Violated ${violationText(first)}${count}`)}</p>`]),
    ...(first?.causes === undefined ? [] : [`<pre>${markupLines(first.causes)}</pre>`]),
    ...(prevention === undefined ? [] : [`<p><strong>${markup(prevention)}</strong></p>`]),
  ];
}

function timelineCells({ elapsedMs, revision, text, problem }: TimelineEntry): string[] {
  const time = `${elapsedMs < 0 ? '' : '+'}${spanText(elapsedMs)}`;
  const end = problem === undefined ? '' : `: <span class="bad">${markup(problem)}</span>`;
  return [markup(time), String(revision), `${markup(text)}${end}`];
}

/** Cells of rows are markup. */
function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return [`<h2>${title}</h2>`, `<table>\n<tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr>\n${lines.join('\n')}\n</table>`];
}
