import { type Action, NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { balancerAddress, resources, type Service } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** Finalizer of Services with a load balancer. Models `LoadBalancerCleanupFinalizer` of cloud-provider's `service/helpers`. */
export const BALANCER_FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

/**
 * Assigns an address to a Service of type LoadBalancer, and removes the address of a Service under deletion or of another type. A class
 * leaves the Service to the balancer of that class. Models `syncLoadBalancerIfNeeded` of cloud-provider's `controllers/service`.
 */
export function reconcileLoadBalancer(service: Service): Plan {
  const address = balancerAddress(service);
  if (address !== undefined && service.metadata?.deletionTimestamp === undefined) return ensure(service, address);
  return service.metadata?.finalizers?.includes(BALANCER_FINALIZER) ? cleanUp(service) : NOTHING;
}

/** A status of others stays. */
function ensure(service: Service, address: string): Plan {
  const finalizers = service.metadata?.finalizers ?? [];
  const isMarked = finalizers.includes(BALANCER_FINALIZER);
  const hasAddress = (service.status?.loadBalancer?.ingress ?? []).length > 0;
  if (isMarked && hasAddress) return NOTHING;
  const mark = isMarked ? [] : [[finalizersPatch(service, [...finalizers, BALANCER_FINALIZER])]];
  if (hasAddress) return { stages: mark };
  // Pods do not reach a loopback address of the lab's machine, and kube-proxy ignores addresses of mode Proxy.
  const status = { loadBalancer: { ingress: [{ ip: address, ipMode: 'Proxy' }] } };
  const doneAction = event(service, 'EnsuredLoadBalancer', 'Ensured load balancer');
  return {
    stages: [
      [event(service, 'EnsuringLoadBalancer', 'Ensuring load balancer')],
      ...mark,
      [{ ...statusPatch(service, { status }), onDone: () => doneAction }],
    ],
  };
}

function cleanUp(service: Service): Plan {
  const finalizers = (service.metadata?.finalizers ?? []).filter((name) => name !== BALANCER_FINALIZER);
  const doneAction = event(service, 'DeletedLoadBalancer', 'Deleted load balancer');
  const hasAddress = service.status?.loadBalancer?.ingress !== undefined;
  return {
    stages: [
      [event(service, 'DeletingLoadBalancer', 'Deleting load balancer')],
      ...(hasAddress ? [[statusPatch(service, { status: { loadBalancer: { ingress: null } } })]] : []),
      [{ ...finalizersPatch(service, finalizers), onDone: () => doneAction }],
    ],
  };
}

/** Finalizers are part of status patches: the role of upstream's controller permits no others. */
function finalizersPatch(service: Service, finalizers: readonly string[]): PlannedAction {
  return statusPatch(service, { metadata: { resourceVersion: service.metadata?.resourceVersion, finalizers } });
}

/** The uid rejects a patch of another Service of this name. */
function statusPatch(service: Service, { metadata, ...body }: { readonly metadata?: object; readonly status?: object }): PlannedAction {
  const patch = { type: 'merge', body: { metadata: { uid: service.metadata?.uid, ...metadata }, ...body } } as const;
  return { type: 'patch', subresource: 'status', resource: resources.services, name: nameOf(service), patch, tolerate: ['NotFound'] };
}

function event(object: Service, reason: string, message: string): Action {
  return { type: 'record', about: { resource: resources.services, object }, eventType: 'Normal', reason, message };
}
