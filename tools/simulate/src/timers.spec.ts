import { readFileSync } from 'node:fs';
import { allScenarios, runScenario } from '@klockwork/simulation';
import { expect, test } from 'vitest';

interface Row {
  readonly name: string;
  readonly counts: 'work' | 'upkeep' | 'either';
  /** Plural of its object's kind, `-` for none, or words. */
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

/** Difference between a timer and its row on the page; undefined when equal. */
function difference({ name, upkeep, object }: { name: string; upkeep?: true; object?: string }): string | undefined {
  const row = rows.get(name);
  if (row === undefined) return `${name} is not in docs/timers.md`;
  const counts = upkeep === true ? 'upkeep' : 'work';
  if (row.counts !== 'either' && row.counts !== counts) return `${name} counts as ${counts}`;
  const kind = object === undefined ? '-' : object.split('/')[0];
  if (row.object !== kind && /^[a-z]+$|^-$/.test(row.object)) return `${name} is for ${object ?? 'nothing'}`;
  return undefined;
}

test('rows of the page have the correct timer class', () => {
  expect([...rows.values()].filter(({ counts }) => !['work', 'upkeep', 'either'].includes(counts))).toEqual([]);
  expect(rows.size).toBeGreaterThan(30);
});

test.each(allScenarios)(
  '$name ends well, no invariant broken, and its timers are on the page, with their class and object',
  async (scenario) => {
    const differences = new Set<string>();
    const onTimer = (_: string, timer: { name: string; upkeep?: true; object?: string }) => {
      const found = difference(timer);
      if (found !== undefined) differences.add(found);
    };
    const played = runScenario({ scenario, seed: 1, nextTurn: (then) => void setImmediate(then), onTimer });
    await expect(played).resolves.toMatchObject({ scenario: scenario.name, seed: 1 });
    expect([...differences]).toEqual([]);
  },
);
