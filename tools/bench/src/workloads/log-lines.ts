import { createPods, untilReady } from '../support/pods.ts';
import { withLab } from '../support/with-lab.ts';
import { repeat, type Workload } from '../support/workload.ts';

const LINES = 50_000;

/** `kubectl logs -f` of a verbose pod: from its agent over broker and api-server to a client. */
export const logLinesFollow: Workload = {
  id: 'log-lines-follow',
  what: `logs -f of a pod that wrote ${LINES} lines: lines in a second at a client`,
  unit: '1/s',
  better: 'more',
  floor: 20_000,
  aim: 100_000,
  measure: () =>
    withLab(['--nodes', '1'], async ({ client }) => {
      await createPods(client, 'talker', 1, { image: 'busybox', command: ['sh', '-c', `seq ${LINES}; sleep 1d`] });
      await untilReady(client, 'talker', 1);
      return repeat(3, async () => {
        const began = performance.now();
        let seen = 0;
        await client.lines('/api/v1/namespaces/default/pods/talker-0/log?follow=true', () => {
          seen += 1;
          return seen < LINES;
        });
        if (seen !== LINES) throw new Error(`the log ended after ${seen} lines`);
        return LINES / ((performance.now() - began) / 1_000);
      });
    }),
};
