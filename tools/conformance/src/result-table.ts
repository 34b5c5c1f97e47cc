import type { TestResult, Verdict } from './ginkgo-report.ts';

const VERDICTS: readonly Verdict[] = ['passed', 'failed', 'skipped', 'lost'];
const HEADER = 'verdict\tseconds\ttest\tmessage';

/** Returns a table of tab-separated values, sorted by test. */
export function tableText(results: readonly TestResult[]): string {
  const rows = results.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(rowText);
  return `${[HEADER, ...rows].join('\n')}\n`;
}

/** Reads such a table. Throws an Error for another text. */
export function parseTable(text: string): TestResult[] {
  const [header, ...rows] = text.trimEnd().split('\n');
  if (header !== HEADER) throw new Error(`not a table of results: its first line is not "${HEADER}"`);
  return rows.map((row) => {
    const [verdict = '', seconds = '', name = '', message = ''] = row.split('\t');
    if (!VERDICTS.includes(verdict as Verdict)) throw new Error(`not a verdict: "${verdict}"`);
    return { verdict: verdict as Verdict, seconds: Number(seconds), name, message };
  });
}

/** Returns a line for each test whose verdict changed; new tests and tests that were not run are left out. */
export function changedVerdicts(before: readonly TestResult[], after: readonly TestResult[]): string[] {
  const verdicts = new Map(before.map(({ name, verdict }) => [name, verdict]));
  return after.flatMap(({ name, verdict, message }) => {
    const former = verdicts.get(name);
    return former === undefined || former === verdict ? [] : [`${former} -> ${verdict}: ${name}${message === '' ? '' : `: ${message}`}`];
  });
}

/** Returns JUnit's XML with a test case for each test. */
export function junitText(results: readonly TestResult[]): string {
  const countOf = (verdict: Verdict) => results.filter((result) => result.verdict === verdict).length;
  const counts = `tests="${results.length}" failures="${countOf('failed')}" errors="${countOf('lost')}" skipped="${countOf('skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="Kubernetes e2e suite" ${counts}>`,
    ...results.map(caseText),
    '</testsuite>\n',
  ].join('\n');
}

const ELEMENTS: Readonly<Record<Verdict, string | undefined>> = { passed: undefined, failed: 'failure', skipped: 'skipped', lost: 'error' };
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function caseText({ name, verdict, seconds, message }: TestResult): string {
  const head = `  <testcase name="${escaped(name)}" time="${seconds.toFixed(1)}"`;
  const element = ELEMENTS[verdict];
  return element === undefined ? `${head}/>` : `${head}><${element} message="${escaped(message)}"/></testcase>`;
}

/** XML allows no control characters, not even as entities. */
function escaped(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

function rowText({ verdict, seconds, name, message }: TestResult): string {
  return [verdict, seconds.toFixed(1), name, message.replaceAll(/\s+/g, ' ')].join('\t');
}
