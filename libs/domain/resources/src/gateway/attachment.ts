import { labelSelector } from '@klockwork/api-machinery';
import type { Gateway, GatewayListener } from './gateway.ts';
import { gatewayResources } from './gateway.ts';
import type { HttpRoute, ParentReference } from './http-route.ts';

const HTTP = 'HTTP';
const HTTPS = 'HTTPS';

/** Listener of a Gateway with the hosts that it serves for a route; `*` for all. */
export interface AttachedListener {
  readonly listener: GatewayListener;
  readonly hosts: readonly string[];
}

/** Reason and message of a route that a Gateway refuses. */
export interface AttachmentRefusal {
  readonly reason: 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';
  readonly message: string;
}

/** Listeners of a Gateway that serve a route; without any, the refusal. */
export interface Attachment {
  readonly listeners: readonly AttachedListener[];
  readonly refusal?: AttachmentRefusal;
}

/** Labels of a namespace by its name. */
export type NamespaceLabels = (namespace: string) => Readonly<Record<string, string>> | undefined;

/** Returns whether a reference of the route names the Gateway. */
export function namesGateway(reference: ParentReference, route: HttpRoute, gateway: Gateway): boolean {
  const { group = gatewayResources.gateways.group, kind = gatewayResources.gateways.kind, name, namespace } = reference;
  return (
    group === gatewayResources.gateways.group &&
    kind === gatewayResources.gateways.kind &&
    name === gateway.metadata?.name &&
    (namespace ?? route.metadata?.namespace) === gateway.metadata?.namespace
  );
}

/** Returns whether the lab's router speaks the protocol of a listener. */
export function isHttpListener({ protocol, tls }: GatewayListener): boolean {
  return protocol === HTTP || (protocol === HTTPS && (tls?.mode ?? 'Terminate') === 'Terminate');
}

/** Returns whether a listener speaks TLS. */
export function isTlsListener({ protocol }: GatewayListener): boolean {
  return protocol === HTTPS;
}

/**
 * Returns the listeners of `gateway` that serve `route` by one of its references. Models the rules of `ParentReference`, `AllowedRoutes` and
 * `Hostname` in `apis/v1` of the Gateway API.
 */
export function attach(reference: ParentReference, route: HttpRoute, gateway: Gateway, labels: NamespaceLabels): Attachment {
  const { sectionName, port } = reference;
  const listeners = (gateway.spec?.listeners ?? []).filter(
    (listener) => (sectionName === undefined || listener.name === sectionName) && (port === undefined || listener.port === port),
  );
  if (listeners.length === 0) return refused('NoMatchingParent', 'No listeners match this parent ref');
  const allowed = listeners.filter((listener) => isHttpListener(listener) && admits(listener, route, gateway, labels));
  if (allowed.length === 0) return refused('NotAllowedByListeners', 'No listeners included by this parent ref allowed this attachment.');
  const attached = allowed.flatMap((listener) => {
    const hosts = commonHosts(listener.hostname, route.spec?.hostnames ?? []);
    return hosts.length === 0 ? [] : [{ listener, hosts }];
  });
  if (attached.length > 0) return { listeners: attached };
  return refused(
    'NoMatchingListenerHostname',
    "There were no hostname intersections between the HTTPRoute and this parent ref's Listener(s).",
  );
}

function refused(reason: AttachmentRefusal['reason'], message: string): Attachment {
  return { listeners: [], refusal: { reason, message } };
}

function admits({ allowedRoutes }: GatewayListener, route: HttpRoute, gateway: Gateway, labels: NamespaceLabels): boolean {
  const { group, kind } = gatewayResources.httpRoutes;
  const kinds = allowedRoutes?.kinds ?? [];
  if (kinds.length > 0 && !kinds.some((one) => one.kind === kind && (one.group ?? group) === group)) return false;
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {};
  const namespace = route.metadata?.namespace ?? '';
  if (from === 'All') return true;
  if (from === 'Same') return namespace === gateway.metadata?.namespace;
  return from === 'Selector' && labelSelector.fromObject(selector).matches(labels(namespace));
}

/** Returns the hosts that a listener and a route have in common: of a host and its wildcard the host. */
export function commonHosts(ofListener: string | undefined, ofRoute: readonly string[]): readonly string[] {
  if (!ofListener) return ofRoute.length === 0 ? ['*'] : ofRoute;
  if (ofRoute.length === 0) return [ofListener];
  return ofRoute.flatMap((host) => {
    if (coversHost(ofListener, host)) return [host];
    return coversHost(host, ofListener) ? [ofListener] : [];
  });
}

/** Returns whether a host pattern covers a name or a narrower pattern. A wildcard covers any number of labels, at least one. */
export function coversHost(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
}
