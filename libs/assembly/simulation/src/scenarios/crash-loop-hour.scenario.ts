import type { ConfigMap, Pod } from '@klockwork/resources';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;

/** How many seconds the container runs before it fails, each time it is started. */
function lifetime(seconds: number): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'lifetime', namespace: 'default' }, data: { seconds: String(seconds) } };
}

const crasher: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'crasher', namespace: 'default' },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'busybox:1.36',
        command: ['sh', '-c', 'sleep $LIFETIME; exit 1'],
        env: [{ name: 'LIFETIME', valueFrom: { configMapKeyRef: { name: 'lifetime', key: 'seconds' } } }],
      },
    ],
  },
};

/** Container failures after three seconds, until the back-off reaches five minutes; eleven minutes of life then reset the back-off. */
export const crashLoopHour: Scenario = {
  name: 'crash-loop-hour',
  description: 'a container crashes on, lives once for eleven minutes, and crashes again',
  nodes: ['node-1'],
  async run(script) {
    await script.apply(lifetime(3));
    await script.apply(crasher);
    // The back-off is 300 s by now: within that time the long life begins, and it ends after the next change.
    await script.at(20 * MINUTE);
    await script.apply(lifetime(660));
    await script.at(30 * MINUTE);
    await script.apply(lifetime(3));
    await script.at(60 * MINUTE);
  },
};
