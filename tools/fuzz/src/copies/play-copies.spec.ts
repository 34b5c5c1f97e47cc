import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playCopies } from './play-copies.ts';

const COPIES = 4;
const LIMIT_MS = 240_000;

test('exports and forks that are killed, or whose disk is full, leave the lab unharmed and nothing half done', {
  timeout: LIMIT_MS,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-copies-spec-'));
  try {
    const { ends, failures } = await playCopies({ seed: 3, copies: COPIES, folder });
    expect(failures).toEqual([]);
    expect([...ends.values()].reduce((sum, count) => sum + count, 0)).toBe(COPIES);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
