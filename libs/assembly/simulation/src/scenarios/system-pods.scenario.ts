import { BUILT_IN_IMAGES } from '@klockwork/images';
import { clusterAddons, controlPlanePods, type LabImage, type Pod, podReady, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;
const NODE = 'node-1';
const SCHEDULER = { namespace: 'kube-system', name: `kube-scheduler-${NODE}` };

/** Pods of a kubeadm cluster under losses of a copy and of their node. */
export const systemPods: Scenario = {
  name: 'system-pods',
  description: 'the pods of a cluster by kubeadm are Ready in kube-system, also after the loss of a copy and of their node',
  nodes: [NODE, 'node-2'],
  async run(script) {
    for (const image of images()) await script.apply(image);
    for (const pod of controlPlanePods(NODE, '172.18.0.1')) script.manifest(NODE, `/manifests/${pod.metadata?.name}.yaml`, pod);
    for (const { object } of clusterAddons()) await script.apply(object);
    await script.waitUntil('eight pods', isComplete, 10 * MINUTE);
    const { uid } = copyOf(script.objects)?.metadata ?? {};
    await script.delete(resources.pods, SCHEDULER);
    await script.waitUntil('another copy', (now) => isComplete(now) && copyOf(now)?.metadata?.uid !== uid, MINUTE);
    script.crash(NODE);
    await script.pass(script.random.integer(20_000));
    script.start(NODE);
    await script.waitUntil('their restart', (now) => isComplete(now) && restartsOf(copyOf(now)) > 0, 10 * MINUTE);
  },
};

/** Images that other scenarios do not need. */
function images(): LabImage[] {
  const wanted = BUILT_IN_IMAGES.filter(({ repository }) => /^registry\.k8s\.io\/(kube-|coredns\/)/.test(repository));
  return wanted.map((spec) => ({
    apiVersion: 'klockwork.dev/v1alpha1',
    kind: 'Image',
    metadata: { name: spec.repository.slice(spec.repository.lastIndexOf('/') + 1) },
    spec,
  }));
}

/** Four components, two daemons, two DNS servers. */
function isComplete(objects: ObservedCluster): boolean {
  const pods = objects.list<Pod>(resources.pods).filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  return pods.length === 8 && pods.every((pod) => podReady(pod) && pod.metadata?.namespace === 'kube-system');
}

function copyOf(objects: ObservedCluster): Pod | undefined {
  return objects.get<Pod>(resources.pods, SCHEDULER);
}

function restartsOf(pod: Pod | undefined): number {
  return pod?.status?.containerStatuses?.[0]?.restartCount ?? 0;
}
