import type { HostKeyPair } from '@klockwork/http-api';
import type { Random } from '@klockwork/kernel';
import {
  attach,
  coversHost,
  GATEWAY_CONTROLLER,
  type Gateway,
  type GatewayClass,
  type GatewayListener,
  type HttpRoute,
  isHttpListener,
  isTlsListener,
  type Namespace,
  namesGateway,
  type Secret,
} from '@klockwork/resources';
import { tlsKeysOf } from '../ingress-keys.ts';
import type { WebListener } from '../web-listener.ts';
import type { ServedRoute } from './choose-rule.ts';
import { type BackendView, routeToBackend } from './route-to-backend.ts';

/** Objects that decide where requests to Gateways go. */
export interface GatewayView extends BackendView {
  readonly classOf: (name: string) => GatewayClass | undefined;
  readonly gateways: () => readonly Gateway[];
  readonly routes: () => readonly HttpRoute[];
  readonly namespace: (name: string) => Namespace | undefined;
  readonly secret: (namespace: string, name: string) => Secret | undefined;
  /** Draws backends by weight. */
  readonly random: Random;
}

/** Returns the sockets of a Gateway: one for each port with a supported protocol. None before the Gateway has an address. */
export function gatewayListeners(gateway: Gateway, view: GatewayView): readonly WebListener[] {
  const host = gateway.status?.addresses?.find(({ type = 'IPAddress' }) => type === 'IPAddress')?.value;
  const listeners = (gateway.spec?.listeners ?? []).filter(isHttpListener);
  if (host === undefined || !isOurs(gateway, view)) return [];
  return [...new Set(listeners.map(({ port }) => port))].map((port) => {
    const ofPort = listeners.filter((listener) => listener.port === port);
    const route: WebListener['route'] = (request) =>
      routeToBackend({ request, port, listeners: ofPort, served: servedRoutes(gateway, ofPort, view), view });
    const isTls = ofPort.some(isTlsListener);
    return {
      key: gatewayKey(gateway, port),
      address: { host, port },
      route,
      ...(isTls && { keysOf: (serverName: string) => keysOf(serverName, gateway, ofPort, view) }),
    };
  });
}

/** Returns the key of a socket of a Gateway. */
export function gatewayKey({ metadata }: Gateway, port: number): string {
  return `gateway ${metadata?.namespace}/${metadata?.name} ${port}`;
}

/** Returns whether the lab's router serves the class of a Gateway. */
function isOurs({ spec }: Gateway, { classOf }: GatewayView): boolean {
  return classOf(spec?.gatewayClassName ?? '')?.spec?.controllerName === GATEWAY_CONTROLLER;
}

/** Returns the routes that the listeners serve, with their hosts. */
function servedRoutes(gateway: Gateway, listeners: readonly GatewayListener[], view: GatewayView): readonly ServedRoute[] {
  const labels = (name: string) => view.namespace(name)?.metadata?.labels;
  const names = new Set(listeners.map(({ name }) => name));
  return view.routes().flatMap((route) =>
    (route.spec?.parentRefs ?? [])
      .filter((reference) => namesGateway(reference, route, gateway))
      .flatMap((reference) => attach(reference, route, gateway, labels).listeners)
      .filter(({ listener }) => names.has(listener.name))
      .map((attached) => ({ ...attached, route })),
  );
}

/** Returns the certificate of the listener with the most specific host. A Secret of another namespace is refused. */
function keysOf(
  serverName: string,
  { metadata }: Gateway,
  listeners: readonly GatewayListener[],
  { secret }: GatewayView,
): HostKeyPair | undefined {
  const namespace = metadata?.namespace ?? '';
  const matching = listeners
    .filter(({ hostname }) => coversHost(hostname || '*', serverName.toLowerCase()))
    .toSorted((a, b) => (b.hostname ?? '').length - (a.hostname ?? '').length);
  const references = matching.flatMap(({ tls }) => tls?.certificateRefs ?? []).filter((one) => (one.namespace ?? namespace) === namespace);
  for (const { name } of references) {
    const keys = tlsKeysOf(secret(namespace, name));
    if (keys !== undefined) return keys;
  }
  return undefined;
}
