import { asNumber, formatQuantity } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import type { ContainerUsage, PodUsage } from './node-usage.ts';
import type { EvictionResource } from './rank-pods.ts';

/** Eviction message in upstream's words, including its trailing space. Models `evictionMessage` of `pkg/kubelet/eviction/helpers.go`. */
export function evictionMessage(
  resource: EvictionResource,
  pod: Pod,
  usage: PodUsage | undefined,
  met: { readonly threshold: number; readonly available: number },
): string {
  const unit = resource === 'pids' ? 'DecimalSI' : 'BinarySI';
  const low = `The node was low on resource: ${resource}. `;
  const quantities = `Threshold quantity: ${quantity(met.threshold, unit)}, available: ${quantity(met.available, unit)}. `;
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const greedy = (usage?.containers ?? []).map((one) => {
    const request = containers.find(({ name }) => name === one.name)?.resources?.requests?.[resource] ?? '0';
    const used = usedBy(one, resource);
    if (used === undefined || used <= asNumber(request)) return '';
    return `Container ${one.name} was using ${quantity(used, unit)}, request is ${request}, has larger consumption of ${resource}. `;
  });
  return [low, quantities, ...greedy].join('');
}

/** Upstream blames nobody for processes. */
function usedBy({ memoryBytes, diskBytes }: ContainerUsage, resource: EvictionResource): number | undefined {
  if (resource === 'pids') return undefined;
  return resource === 'memory' ? memoryBytes : diskBytes;
}

function quantity(amount: number, format: 'BinarySI' | 'DecimalSI'): string {
  return formatQuantity({ nanos: BigInt(Math.trunc(amount)) * 1_000_000_000n, format });
}
