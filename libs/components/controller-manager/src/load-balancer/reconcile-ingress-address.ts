import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { INGRESS_ADDRESS, type Ingress, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** Writes the router's address into the status of an Ingress without one. An address of another controller stays. */
export function reconcileIngressAddress({ metadata, status }: Ingress): Plan {
  const hasAddress = (status?.loadBalancer?.ingress ?? []).length > 0;
  if (hasAddress || metadata?.deletionTimestamp !== undefined) return NOTHING;
  const body = { metadata: { uid: metadata?.uid }, status: { loadBalancer: { ingress: [{ ip: INGRESS_ADDRESS }] } } };
  return {
    stages: [
      [
        {
          ...{ type: 'patch', subresource: 'status', resource: resources.ingresses, name: nameOf({ metadata }) },
          ...{ patch: { type: 'merge', body }, tolerate: ['NotFound'] },
        },
      ],
    ],
  };
}
