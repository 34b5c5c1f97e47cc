import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readApiServerConfig } from './api-server-config.ts';
import { requireFormerLog } from './former-log.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'klockwork-former-log-'));
});
afterEach(() => rmSync(data, { recursive: true }));

function required(): void {
  requireFormerLog(readApiServerConfig({ KLOCKWORK_DATA: data }));
}

test('a new data folder needs no log, nor does a lab without a kubeconfig', () => {
  required();
  writeFileSync(join(data, 'events.db'), '');
  required();
});

test.each(['', '-wal', '-head'])('a former lab needs a log: at least a nonempty "events.db%s"', (suffix) => {
  writeFileSync(join(data, 'kubeconfig'), 'there');
  writeFileSync(join(data, 'events.db'), '');
  expect(required).toThrow(
    `the event log ${join(data, 'events.db')} is empty or gone, though a lab ran here: put it back, or begin anew with "npx klockwork up --fresh"`,
  );
  writeFileSync(join(data, `events.db${suffix}`), 'something');
  required();
});
