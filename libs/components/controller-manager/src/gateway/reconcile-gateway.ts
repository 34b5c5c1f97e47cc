import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import {
  attach,
  type Gateway,
  type GatewayClass,
  type GatewayListener,
  gatewayResources,
  type HttpRoute,
  isHttpListener,
  isTlsListener,
  type ListenerStatus,
  type NamespaceLabels,
  namesGateway,
  type ResourceRef,
} from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { gatewayAddress } from './gateway-address.ts';
import { type ConditionState, fails, holds, withTimes } from './gateway-conditions.ts';

const HTTP_ROUTE = { group: gatewayResources.httpRoutes.group, kind: gatewayResources.httpRoutes.kind };

/** Gateway of the lab's router, with the objects that its status depends on. */
export interface GatewayView {
  readonly resource: ResourceRef;
  readonly gateway: Gateway;
  /** All Gateways, which share the addresses. */
  readonly gateways: readonly Gateway[];
  readonly routes: readonly HttpRoute[];
  readonly labels: NamespaceLabels;
  readonly hasSecret: (namespace: string, name: string) => boolean;
}

/** Accepts a class of the lab's router. */
export function reconcileGatewayClass(gatewayClass: GatewayClass, resource: ResourceRef, now: LabTime): Plan {
  const { metadata, status } = gatewayClass;
  const conditions = withTimes([holds('Accepted', 'Valid GatewayClass')], contextOf(gatewayClass, status?.conditions ?? [], now));
  if (semanticEqual(conditions, status?.conditions)) return NOTHING;
  return statusPatch({ metadata }, resource, { conditions });
}

/** Writes addresses, conditions and listeners into the status of a Gateway. Models `GatewayStatus` of the Gateway API. */
export function reconcileGateway(view: GatewayView, now: LabTime): Plan {
  const { gateway, gateways, resource } = view;
  const address = gatewayAddress(gateway, gateways);
  const listeners = (gateway.spec?.listeners ?? []).map((listener) => listenerStatus(listener, view, now));
  const isValid = listeners.every(({ conditions }) => conditions.every(({ status }) => status === 'True'));
  const accepted = isValid
    ? holds('Accepted', 'The Gateway is accepted')
    : holds('Accepted', 'A listener is not valid', 'ListenersNotValid');
  const programmed =
    address === undefined
      ? fails('Programmed', 'AddressNotAssigned', 'All addresses are in use')
      : holds('Programmed', `The Gateway has the address ${address}`);
  const status = {
    addresses: address === undefined ? [] : [{ type: 'IPAddress', value: address }],
    conditions: withTimes([accepted, programmed], contextOf(gateway, gateway.status?.conditions ?? [], now)),
    listeners,
  };
  return semanticEqual(status, gateway.status) ? NOTHING : statusPatch(gateway, resource, status);
}

function listenerStatus(listener: GatewayListener, view: GatewayView, now: LabTime): ListenerStatus {
  const { gateway } = view;
  const previous = gateway.status?.listeners?.find(({ name }) => name === listener.name)?.conditions ?? [];
  const states = listenerConditions(listener, view);
  const kinds = listener.allowedRoutes?.kinds ?? [];
  const isServed = isHttpListener(listener) && (kinds.length === 0 || kinds.some(({ kind }) => kind === HTTP_ROUTE.kind));
  return {
    name: listener.name,
    attachedRoutes: attachedRoutes(listener, view),
    supportedKinds: isServed ? [HTTP_ROUTE] : [],
    conditions: withTimes(states, contextOf(gateway, previous, now)),
  };
}

function listenerConditions(listener: GatewayListener, { gateway, hasSecret }: GatewayView): readonly ConditionState[] {
  const resolved = holds('ResolvedRefs', 'Listener references have been resolved');
  if (!isHttpListener(listener)) {
    return [
      fails('Accepted', 'UnsupportedProtocol', `The protocol ${listener.protocol} is not supported`),
      fails('Programmed', 'Invalid', 'The listener is not valid'),
      resolved,
    ];
  }
  const accepted = holds('Accepted', 'Listener has been successfully translated');
  const own = gateway.metadata?.namespace ?? '';
  const missing = (listener.tls?.certificateRefs ?? []).find(
    ({ namespace = own, name, kind = 'Secret' }) => kind !== 'Secret' || namespace !== own || !hasSecret(namespace, name),
  );
  const hasKeys = !isTlsListener(listener) || ((listener.tls?.certificateRefs ?? []).length > 0 && missing === undefined);
  if (hasKeys) return [accepted, holds('Programmed', 'The listener is open'), resolved];
  return [
    accepted,
    fails('Programmed', 'Invalid', 'The listener is not valid'),
    fails(
      'ResolvedRefs',
      'InvalidCertificateRef',
      `Secret ${missing?.namespace ?? own}/${missing?.name ?? ''} does not exist or is not permitted`,
    ),
  ];
}

function attachedRoutes(listener: GatewayListener, { gateway, routes, labels }: GatewayView): number {
  return routes.filter((route) =>
    (route.spec?.parentRefs ?? []).some(
      (reference) =>
        namesGateway(reference, route, gateway) &&
        attach(reference, route, gateway, labels).listeners.some((attached) => attached.listener.name === listener.name),
    ),
  ).length;
}

function contextOf({ metadata }: Gateway | GatewayClass, previous: Parameters<typeof withTimes>[1]['previous'], now: LabTime) {
  return { generation: metadata?.generation ?? 0, previous, now };
}

/** The uid rejects a patch of another object of this name. */
export function statusPatch({ metadata }: Pick<Gateway, 'metadata'>, resource: ResourceRef, status: object): Plan {
  const patch = { type: 'merge', body: { metadata: { uid: metadata?.uid }, status } } as const;
  return { stages: [[{ type: 'patch', subresource: 'status', resource, name: nameOf({ metadata }), patch, tolerate: ['NotFound'] }]] };
}
