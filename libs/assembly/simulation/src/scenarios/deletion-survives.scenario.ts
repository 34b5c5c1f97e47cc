import { type Pod, podReady, resources } from '@klockwork/resources';
import { nodesReady } from '../observation/nodes-ready.ts';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';
import type { Script } from '../script.ts';
import { Violation } from '../violation.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const GRACE_MS = 40 * SECOND;
const PROCESSES = ['api-server', 'scheduler', 'controller-manager', 'node-1'];

const name = (process: string) => ({ namespace: 'default', name: `deaf-${process}` });
/** Pod that ignores TERM. */
const deaf = (process: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: name(process),
  spec: {
    terminationGracePeriodSeconds: GRACE_MS / SECOND,
    containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', "trap '' TERM; while true; do sleep 1; done"] }],
  },
});

/** Kills and restarts a process during a deletion, which continues on schedule. */
async function survive(script: Script, process: string): Promise<void> {
  const podOf = (objects: ObservedCluster) => objects.get<Pod>(resources.pods, name(process));
  await script.apply(deaf(process));
  const runs = (objects: ObservedCluster) => podReady(podOf(objects) ?? {});
  await script.waitUntil(`${process}'s pod to run`, runs, 2 * MINUTE);
  await script.delete(resources.pods, name(process));
  const askedAt = script.now();
  await script.pass(script.random.integer(20 * SECOND));
  script.crash(process);
  await script.pass(1 + script.random.integer(10 * SECOND));
  script.start(process);
  await script.waitUntil(`the deletion that began before ${process} was killed`, (objects) => podOf(objects) === undefined, 2 * MINUTE);
  // Nodes without power await nothing.
  const isEarly = process !== 'node-1' && script.now() - askedAt < GRACE_MS;
  if (isEarly) throw new Violation('the-cluster-converges', `a deletion with 40 s of grace was over after ${script.now() - askedAt} ms`);
  await script.waitUntil('the node to be Ready', (objects) => nodesReady(objects, ['node-1']), 2 * MINUTE);
}

/** Deletions under way survive the loss of any process. */
export const deletionSurvives: Scenario = {
  name: 'deletion-survives',
  description: 'each process is killed in the middle of a deletion, which goes on',
  nodes: ['node-1'],
  async run(script) {
    for (const process of PROCESSES) await survive(script, process);
  },
};
