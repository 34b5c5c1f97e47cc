import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Returns fresh paths for event logs, removed after the tests of the file. */
export function temporaryLogs(): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-event-store-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return () => join(folder, `events-${++count}.db`);
}
