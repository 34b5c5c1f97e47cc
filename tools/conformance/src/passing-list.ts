import type { TestResult } from './ginkgo-report.ts';

/** Reads a list of tests: one a line. */
export function parseList(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Returns the list of passing tests after a run, sorted: passed tests join, failed and lost ones leave, others stay. */
export function updatedList(before: readonly string[], results: readonly TestResult[]): string[] {
  const names = new Set(before);
  for (const { name, verdict } of results) {
    if (verdict === 'passed') names.add(name);
    else if (verdict !== 'skipped') names.delete(name);
  }
  return [...names].sort();
}

/** Returns the text of a list. */
export function listText(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join('');
}
