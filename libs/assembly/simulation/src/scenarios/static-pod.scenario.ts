import { type Pod, podReady, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;
const PATH = '/manifests/web.yaml';
const MIRROR = { namespace: 'default', name: 'web-node-1' };
const manifest = (image: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image, command: ['sh', '-c', 'sleep 90; exit 1'] }] },
});

const mirror = (objects: ObservedCluster) => objects.get<Pod>(resources.pods, MIRROR);
const runs = (image: string, restarts: number) => (objects: ObservedCluster) => {
  const pod = mirror(objects);
  const [status] = pod?.status?.containerStatuses ?? [];
  const isNew = pod !== undefined && pod.metadata?.deletionTimestamp === undefined;
  return isNew && podReady(pod) && pod.spec?.containers[0]?.image === image && (status?.restartCount ?? 0) >= restarts;
};

/** Static pod under faults of API, mirror pod and node. */
export const staticPod: Scenario = {
  name: 'static-pod',
  description: 'a pod of a manifest lives through the loss of the API, of its copy and of its node, and ends with its manifest',
  nodes: ['node-1'],
  async run(script) {
    script.manifest('node-1', PATH, manifest('busybox:1.36'));
    await script.waitUntil('the static pod', runs('busybox:1.36', 0), 2 * MINUTE);
    script.crash('api-server');
    await script.pass(2 * MINUTE + script.random.integer(10_000));
    script.start('api-server');
    await script.waitUntil('a restart that happened without an API', runs('busybox:1.36', 1), 2 * MINUTE);
    const { uid } = mirror(script.objects)?.metadata ?? {};
    await script.delete(resources.pods, MIRROR);
    await script.waitUntil('another copy', (now) => runs('busybox:1.36', 1)(now) && mirror(now)?.metadata?.uid !== uid, MINUTE);
    script.crash('node-1');
    await script.pass(script.random.integer(20_000));
    script.start('node-1');
    await script.waitUntil('the node to start it again', runs('busybox:1.36', 2), 2 * MINUTE);
    script.manifest('node-1', PATH, manifest('busybox:1.37'));
    await script.waitUntil('the changed pod', runs('busybox:1.37', 0), 2 * MINUTE);
    script.manifest('node-1', PATH);
    await script.waitUntil('the end of it', (now) => mirror(now) === undefined, 2 * MINUTE);
  },
};
