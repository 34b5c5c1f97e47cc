import type { Key, Source } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type EndpointSlice, resources, SERVICE_NAME_LABEL } from '@klockwork/resources';

/** Label naming the controller of a slice. */
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';

/** Slices managed by one controller. */
export interface ManagedSlices {
  /** Slices of a Service, excluding slices under deletion. */
  of(service: Key): readonly EndpointSlice[];
  /** Maps slice changes to Services. */
  readonly source: Source;
}

/** Slices with `manager` in their managed-by label. */
export function managedSlices(informers: InformerFactory, manager: string): ManagedSlices {
  const index = `for-${manager}`;
  const keysOf = ({ metadata }: EndpointSlice): string[] => {
    const { [MANAGED_BY_LABEL]: by, [SERVICE_NAME_LABEL]: service = '' } = metadata?.labels ?? {};
    return by === manager && service !== '' ? [`${metadata?.namespace}/${service}`] : [];
  };
  const informer = informers.informer<EndpointSlice>(resources.endpointSlices, { indexes: { [index]: keysOf } });
  return {
    of: (service) => informer.byIndex(index, service).filter(({ metadata }) => metadata?.deletionTimestamp === undefined),
    source: {
      informer,
      keys: ({ object, previous }: Notice<EndpointSlice>) => [
        ...new Set([object, ...(previous === undefined ? [] : [previous])].flatMap(keysOf)),
      ],
    },
  };
}
