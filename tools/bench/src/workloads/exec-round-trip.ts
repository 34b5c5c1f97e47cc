import { execInPod } from '../support/exec-client.ts';
import { createPods, untilReady } from '../support/pods.ts';
import { withLab } from '../support/with-lab.ts';
import { percentile, repeat, type Workload } from '../support/workload.ts';

const COMMANDS = 200;

/** `kubectl exec` of an instant command: new connection, agent, exit code. */
export const execRoundTrip: Workload = {
  id: 'exec-round-trip',
  what: `${COMMANDS} commands in a pod, one after the other, from the connection until the exit code: median`,
  unit: 'ms',
  better: 'less',
  floor: 30,
  aim: 10,
  measure: () =>
    withLab(['--nodes', '1'], async ({ client }) => {
      await createPods(client, 'shell', 1, { image: 'busybox', command: ['sleep', '1d'] });
      await untilReady(client, 'shell', 1);
      return repeat(3, async () => {
        const took = await repeat(COMMANDS, async () => {
          const began = performance.now();
          const output = await execInPod(client, 'shell-0', ['echo', 'done']);
          if (output !== 'done\n') throw new Error(`the command wrote ${output}`);
          return performance.now() - began;
        });
        return percentile(
          took.sort((a, b) => a - b),
          0.5,
        );
      });
    }),
};
