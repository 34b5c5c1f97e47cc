import { rmSync } from 'node:fs';
import { SeededRandom } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { damagedCopies } from './damaged-copies.ts';
import { makeLogFolder } from './log-folder.ts';
import { makeSoundLogs } from './sound-logs.ts';

const COPIES = 150;

test('each of 150 damaged copies of a log is refused, reported, or read as it was written', { timeout: 120_000 }, async () => {
  const folder = makeLogFolder();
  try {
    const seed = 7;
    const logs = await makeSoundLogs(folder, new SeededRandom(seed));
    const types = new Map<string, number>();
    const wrong: string[] = [];
    for await (const { type, damage, number, what } of damagedCopies(logs, { seed, from: 0, to: COPIES, folder })) {
      types.set(type, (types.get(type) ?? 0) + 1);
      if (type === 'wrong') wrong.push(`npm run fuzz -- --damage ${number + 1} --seed ${seed}: ${damage}: ${what}`);
    }
    expect(wrong).toEqual([]);
    expect([...types.keys()].sort()).toEqual(['refused', 'reported', 'unharmed']);
    expect(types.get('refused')).toBeGreaterThan(COPIES / 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
