import { readFileSync } from 'node:fs';
import { allScenarios, runScenario } from '@klockwork/simulation';
import { expect, test } from 'vitest';

/** A row of docs/timers.md. */
interface Row {
  readonly name: string;
  readonly counts: 'work' | 'upkeep' | 'either';
  /** Plural of the kind that it is for, `-` for none, or words. */
  readonly object: string;
}

const page = readFileSync(new URL('../../../docs/timers.md', import.meta.url), 'utf8');
const rows = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells): Row => ({ name: cells[1]?.replaceAll('`', '') ?? '', counts: cells[4] as Row['counts'], object: cells[5] ?? '' }))
    .map((row) => [row.name, row]),
);

/** What the page says otherwise of a timer than the timer itself; undefined when it says the same. */
function difference({ name, upkeep, object }: { name: string; upkeep?: true; object?: string }): string | undefined {
  const row = rows.get(name);
  if (row === undefined) return `${name} is not in docs/timers.md`;
  const counts = upkeep === true ? 'upkeep' : 'work';
  if (row.counts !== 'either' && row.counts !== counts) return `${name} counts as ${counts}`;
  const kind = object === undefined ? '-' : object.split('/')[0];
  if (row.object !== kind && /^[a-z]+$|^-$/.test(row.object)) return `${name} is for ${object ?? 'nothing'}`;
  return undefined;
}

test('every row of the page says what its timer counts as', () => {
  expect([...rows.values()].filter(({ counts }) => !['work', 'upkeep', 'either'].includes(counts))).toEqual([]);
  expect(rows.size).toBeGreaterThan(30);
});

test.each(allScenarios)('every timer that $name sets is on the page, with what it counts as and what it is for', async (scenario) => {
  const differences = new Set<string>();
  const onTimer = (_: string, timer: { name: string; upkeep?: true; object?: string }) => {
    const found = difference(timer);
    if (found !== undefined) differences.add(found);
  };
  await runScenario({ scenario, seed: 1, nextTurn: (then) => void setImmediate(then), onTimer });
  expect([...differences]).toEqual([]);
});
