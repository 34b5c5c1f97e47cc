import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Row, runScript, whyMissing } from './run-script.ts';

const RECORDED = new URL('../../../libs/machinery/userland/src/shell/recorded/', import.meta.url);
/** Share of the rows: each starts a real shell. */
const EVERY = 25;

describe.each(['dash', 'bash'])('the recorder with the %s of this machine', (shell) => {
  const rows = JSON.parse(readFileSync(new URL(`${shell}.json`, RECORDED), 'utf8')) as Row[];
  const missing = whyMissing({ shell });
  if (missing !== undefined) console.warn(`recorder not tested: ${missing}`);

  test.skipIf(missing !== undefined).each(rows.filter((_, index) => index % EVERY === 0).map((row) => [row]))(
    'the recorder reproduces the row %j',
    (row) => {
      expect(runScript({ shell }, row[0])).toEqual(row);
    },
  );
});

test('a missing shell has a reason', () => {
  expect(whyMissing({ shell: 'no-such-shell' })).toBe('this machine has no no-such-shell');
});

test.skipIf(whyMissing({ shell: 'dash' }) !== undefined)('scripts and outputs are byte strings', () => {
  const script = "echo '\xc3\xa9'";
  expect(runScript({ shell: 'dash' }, script)).toEqual([script, '\xc3\xa9\n', '', 0]);
});
