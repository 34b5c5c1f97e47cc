import type { EndpointSubset } from '@klockwork/resources';

/** Annotation on truncated Endpoints. */
export const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const CAPACITY = 1000;

/**
 * Limits addresses to a thousand, ready ones first; subsets shrink in proportion. Models `truncateEndpoints` of `pkg/controller/endpoint`.
 */
export function truncated(subsets: EndpointSubset[]): { subsets: EndpointSubset[]; isTruncated: boolean } {
  const ready = count(subsets, 'addresses');
  const notReady = count(subsets, 'notReadyAddresses');
  if (ready + notReady <= CAPACITY) return { subsets, isTruncated: false };
  if (ready > CAPACITY) {
    const cut = share(subsets, 'addresses', CAPACITY, ready).map(({ notReadyAddresses: _, ...subset }) => subset);
    return { subsets: cut.filter(isFilled), isTruncated: true };
  }
  return { subsets: share(subsets, 'notReadyAddresses', CAPACITY - ready, notReady).filter(isFilled), isTruncated: true };
}

type Part = 'addresses' | 'notReadyAddresses';

function count(subsets: readonly EndpointSubset[], part: Part): number {
  return subsets.reduce((sum, subset) => sum + (subset[part]?.length ?? 0), 0);
}

function share(subsets: readonly EndpointSubset[], part: Part, room: number, total: number): EndpointSubset[] {
  let left = room;
  return subsets.map((subset, index) => {
    const all = subset[part] ?? [];
    // The last subset gets the rounding remainder.
    const share = index === subsets.length - 1 ? left : Math.min(left, Math.round((all.length / total) * room));
    left -= Math.min(share, all.length);
    const { [part]: _, ...others } = subset;
    return share === 0 || all.length === 0 ? others : { ...others, [part]: all.slice(0, share) };
  });
}

function isFilled({ addresses = [], notReadyAddresses = [] }: EndpointSubset): boolean {
  return addresses.length + notReadyAddresses.length > 0;
}
