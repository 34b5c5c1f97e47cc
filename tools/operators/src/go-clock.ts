import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Operator } from './operator.ts';
import { CLOCK_MODULE } from './own-program.ts';

/** Tests of the clock adapter for Go programs, in a lab. */
export const goClock: Operator = {
  name: 'go-clock',
  programs: [{ own: CLOCK_MODULE, name: 'go-clock.test' }],
  async prove({ kubeconfig, start, proven }) {
    const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
      readonly clusters: readonly [{ readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } }];
      readonly users: readonly [{ readonly user: { readonly token: string } }];
    };
    const [{ cluster }] = clusters;
    const tests = start('go-clock.test', ['-test.v'], {
      KLOCKWORK_SERVER: cluster.server,
      KLOCKWORK_CA: Buffer.from(cluster['certificate-authority-data'], 'base64').toString(),
      KLOCKWORK_TOKEN: users[0].user.token,
    });
    assert.equal(await tests.ended(), 0);
    assert.match(tests.tail, /--- PASS: TestAChainOfTimers/);
    proven('timers of a Go program fire at their instants in an advance, and end with the program');
  },
};
