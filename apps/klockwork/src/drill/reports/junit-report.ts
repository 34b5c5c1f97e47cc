import type { DrillDistribution, DrillResult, ObjectiveResult } from '@klockwork/drills';
import { markup, markupLines } from './escape.ts';
import { violationText } from './report-words.ts';

const SECOND_MS = 1_000;

/** Test case of a suite. `problem`: its element, absent for a passed one. */
interface TestCase {
  readonly name: string;
  readonly problem?: { readonly type: 'failure' | 'error' | 'skipped'; readonly message: string; readonly text: string };
}

interface Suite {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly cases: readonly TestCase[];
}

/** Returns JUnit's XML with a test case per objective. An inconclusive drill is an error. Times are seconds of lab time. */
export function junitReport(result: DrillResult): string {
  const { drill, played, seed, score, logHash, replay, labTime, objectives } = result;
  const isConclusive = result.verdict !== 'Inconclusive';
  return suiteText({
    name: drill,
    attributes: { time: labTime.ms / SECOND_MS, timestamp: labTime.from },
    properties: { ...(played !== undefined && { played }), seed, score, logHash, replay },
    cases: [conclusion(result), ...objectives.map((objective) => (isConclusive ? judged(objective, replay) : skipped(objective)))],
  });
}

/** Returns JUnit's XML with a test case per seed. */
export function junitDistribution({ drill, results, score, worst }: DrillDistribution): string {
  const cases = results.map(({ seed, verdict, score: points }): TestCase => {
    const problem = { message: `${verdict}, ${points} points`, text: `replay the worst seed: ${worst.replay}` };
    if (verdict === 'Passed') return { name: `seed ${seed}` };
    return { name: `seed ${seed}`, problem: { type: verdict === 'Failed' ? 'failure' : 'error', ...problem } };
  });
  const properties = { worstSeed: worst.seed, lowestScore: score.min, medianScore: score.median, replay: worst.replay };
  return suiteText({ name: drill, attributes: {}, properties, cases });
}

function conclusion({ verdict, reason, message, replay }: DrillResult): TestCase {
  const name = 'the drill is conclusive';
  if (verdict !== 'Inconclusive') return { name };
  return { name, problem: { type: 'error', message: `${reason}: ${message}`, text: `replay: ${replay}` } };
}

function skipped({ name }: ObjectiveResult): TestCase {
  return { name, problem: { type: 'skipped', message: 'the drill is inconclusive', text: '' } };
}

function judged({ name, met, expression, window, violations: [first], prevention }: ObjectiveResult, replay: string): TestCase {
  if (met) return { name };
  const lines = [first?.causes, prevention, `replay: ${replay}`].filter((line) => line !== undefined);
  const message = `${expression} ${window}${first === undefined ? '' : `: ${violationText(first)}`}`;
  return { name, problem: { type: 'failure', message, text: lines.join('\n') } };
}

function suiteText({ name, attributes, properties, cases }: Suite): string {
  const countOf = (type: string) => cases.filter(({ problem }) => problem?.type === type).length;
  const counts = { tests: cases.length, failures: countOf('failure'), errors: countOf('error'), skipped: countOf('skipped') };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributesText({ name: 'klockwork drills', ...counts })}>`,
    `  <testsuite${attributesText({ name, ...counts, ...attributes })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property${attributesText({ name: key, value })}/>`),
    '    </properties>',
    ...cases.map((one) => caseText(name, one)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function caseText(suite: string, { name, problem }: TestCase): string {
  const head = `    <testcase${attributesText({ classname: `drill.${suite}`, name })}`;
  if (problem === undefined) return `${head}/>`;
  const { type, message, text } = problem;
  return `${head}>\n      <${type}${attributesText({ message })}>${markupLines(text)}</${type}>\n    </testcase>`;
}

function attributesText(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${markup(String(value))}"`)
    .join('');
}
