import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Operator } from './operator.ts';

const TESTS = fileURLToPath(new URL('../../clients/python', import.meta.url));

/** Tests of an operator in Python by pytest, with a fixture of a lab and the clock adapter. */
export const pythonOperator: Operator = {
  name: 'python-operator',
  programs: [{ python: ['pytest==8.4.2', 'kubernetes==34.1.0'], name: 'python-operator' }],
  async prove({ start, proven }) {
    const tests = start('python-operator', ['-B', '-m', 'pytest', '-p', 'no:cacheprovider', TESTS]);
    assert.equal(await tests.ended(), 0);
    assert.match(tests.tail, /3 passed/);
    proven('pytest tests an operator: its timers fire at their instants, conditions hold, refusals are exceptions');
  },
};
