import type { EndpointPort, EndpointSlice, KubeObject, ResourceRef } from '@klockwork/resources';
import { controllerReference } from '../ownership/owner-reference.ts';
import { slicePrefix } from './slice-prefix.ts';

/** Fields of a new slice that depend on its owner. */
export interface SliceFields {
  /** Resource of the owner. */
  readonly resource: ResourceRef;
  readonly metadata: Pick<NonNullable<EndpointSlice['metadata']>, 'labels' | 'annotations'>;
  readonly addressType: string;
  readonly ports: EndpointPort[];
}

/** Slice without endpoints that an object of its namespace controls. */
export function emptySlice(owner: KubeObject, { resource, metadata, addressType, ports }: SliceFields): EndpointSlice {
  const { namespace = '', name = '' } = owner.metadata ?? {};
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, generateName: slicePrefix(name), ...metadata, ownerReferences: [controllerReference(resource, owner)] },
    addressType,
    endpoints: [],
    ports,
  };
}
