import { asMilli } from '@klockwork/api-machinery';
import { type Pod, podRequests } from '@klockwork/resources';
import type { Problem } from './pod-metric.ts';

/** Resources that a pod's own `resources` may request. */
const POD_LEVEL = ['cpu', 'memory'];

/**
 * Returns requests of a resource by pod, in thousandths; `container` selects one container. Models `calculateRequests`, with the
 * requests of whole pods.
 */
export function requestsByPod(pods: readonly Pod[], container: string, resource: string): ReadonlyMap<string, bigint> | Problem {
  const requests = new Map<string, bigint>();
  for (const pod of pods) {
    const request = container === '' && hasOwnRequests(pod) ? ofPod(pod, resource) : ofContainers(pod, container, resource);
    if (typeof request === 'string') return { problem: request };
    requests.set(pod.metadata?.name ?? '', request);
  }
  return requests;
}

function hasOwnRequests({ spec }: Pod): boolean {
  return Object.keys(spec?.resources?.requests ?? {}).some((name) => POD_LEVEL.includes(name) || name.startsWith('hugepages-'));
}

function ofPod(pod: Pod, resource: string): bigint | string {
  const request = podRequests(pod)[resource];
  if (request === undefined) return `missing pod-level request for ${resource} in Pod ${pod.metadata?.name}`;
  return BigInt(asMilli(request));
}

function ofContainers({ metadata, spec }: Pod, container: string, resource: string): bigint | string {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const all = [...(spec?.containers ?? []), ...sidecars];
  const chosenContainers = container === '' ? all : all.filter(({ name }) => name === container);
  if (container !== '' && chosenContainers.length === 0) return `container ${container} not found in Pod ${metadata?.name}`;
  let sum = 0n;
  for (const { name, resources } of chosenContainers) {
    const request = resources?.requests?.[resource];
    if (request === undefined) return `missing request for ${resource} in container ${name} of Pod ${metadata?.name}`;
    sum += BigInt(asMilli(request));
  }
  return sum;
}
