import { setTimeout as sleep } from 'node:timers/promises';
import { withLab } from '../support/with-lab.ts';
import { repeat, type Workload } from '../support/workload.ts';

const LOOPS = 50_000;
/** Commands of a loop iteration: test and assignment. */
const COMMANDS = LOOPS * 2;
const POD = '/api/v1/namespaces/default/pods/loop';
const script = `i=0; while [ $i -lt ${LOOPS} ]; do i=$((i+1)); done; echo $i`;

/** Shell commands of a busy script, which uses up lab time under fast advance. */
export const shellCommandsPerSecond: Workload = {
  id: 'shell-commands-per-second',
  what: `a pod counts to ${LOOPS} in a shell: commands in a second of the host`,
  unit: '1/s',
  better: 'more',
  floor: 10_000,
  aim: 100_000,
  measure: () =>
    withLab(['--nodes', '1'], ({ client, clock }) =>
      repeat(3, async () => {
        await clock.pause();
        const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', script] }] };
        await client.json('POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'loop' }, spec });
        const until = { reach: 'Condition' as const, for: 'jsonpath={.status.phase}=Succeeded', resource: 'pods', name: 'loop' };
        const { hostSeconds } = await clock.advance('24h', { until });
        const { body } = await client.send('GET', `${POD}/log`);
        if (body.toString().trim() !== String(LOOPS)) throw new Error(`the pod wrote ${body}`);
        await client.json('DELETE', `${POD}?gracePeriodSeconds=0`);
        while ((await client.send('GET', POD)).status !== 404) await sleep(10);
        return COMMANDS / hostSeconds!;
      }),
    ),
};
