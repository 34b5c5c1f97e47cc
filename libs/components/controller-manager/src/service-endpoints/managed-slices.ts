import type { Key, Source } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type EndpointSlice, resources, SERVICE_NAME_LABEL } from '@klockwork/resources';

/** The label that names who looks after a slice. */
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by';

/** The slices that one controller looks after. */
export interface ManagedSlices {
  /** Those of a Service that are not being deleted. */
  of(service: Key): readonly EndpointSlice[];
  /** A change of a slice concerns its Service. */
  readonly source: Source;
}

/** The slices that `manager` looks after. */
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
