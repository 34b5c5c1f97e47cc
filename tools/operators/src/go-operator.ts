import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Operator } from './operator.ts';

const MODULE = 'tools/clients/go/operator';
const DEFINITIONS = fileURLToPath(new URL(`../../../${MODULE}/crd`, import.meta.url));

/** Tests of an operator on controller-runtime by envtest, which uses the lab as an existing cluster. */
export const goOperator: Operator = {
  name: 'go-operator',
  lab: ['--nodes', '1'],
  programs: [{ own: MODULE, name: 'go-operator.test' }],
  async prove({ lab, start, proven }) {
    // envtest has no nodes either: leases of a node would stop a day 8,640 times.
    await lab.klockwork('kill-node', 'node-1');
    const tests = start('go-operator.test', ['-test.v'], { USE_EXISTING_CLUSTER: 'true', BACKUP_CRDS: DEFINITIONS });
    assert.equal(await tests.ended(), 0);
    const seconds = /a day took ([\d.]+) s/.exec(tests.output)?.[1];
    assert.notEqual(seconds, undefined);
    for (const test of ['ADayOfBackups', 'TimeStopsAtTheInstant', 'APeriodThatIsNoDuration'])
      assert.match(tests.output, new RegExp(`--- PASS: Test${test}`));
    proven(`envtest runs on the lab; a day of an operator on controller-runtime took ${seconds} s of the host`);
  },
};
