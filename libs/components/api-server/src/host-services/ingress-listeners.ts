import { INGRESS_ADDRESS, type Ingress, type Secret, type Service, type ServicePort } from '@klockwork/resources';
import { unavailable } from './http/refusals.ts';
import type { RoutedRequest, Routing } from './http/routing.ts';
import { textAnswer } from './http/routing.ts';
import { ingressKeys } from './ingress-keys.ts';
import { type IngressRoute, ingressRoute } from './ingress-route.ts';
import type { DialedPort } from './outside-dialer.ts';
import type { WebListener } from './web-listener.ts';

/** Objects that decide where requests go. */
export interface IngressView {
  readonly ingresses: () => readonly Ingress[];
  readonly service: (namespace: string, name: string) => Service | undefined;
  readonly secret: (namespace: string, name: string) => Secret | undefined;
}

/** Keys of the listeners. */
export const INGRESS_LISTENER = 'ingress';
export const INGRESS_TLS_LISTENER = 'ingress-tls';
const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** Returns the listeners of all Ingresses: HTTP while there are any, and HTTPS while one has a `tls` entry. */
export function ingressListeners(view: IngressView): readonly WebListener[] {
  const all = view.ingresses();
  if (all.length === 0) return [];
  const route = (request: RoutedRequest) => routed(view, request);
  const http: WebListener = { key: INGRESS_LISTENER, address: { host: INGRESS_ADDRESS, port: HTTP_PORT }, route };
  if (!all.some(hasTls)) return [http];
  const keysOf = (serverName: string) => ingressKeys(serverName, view);
  return [http, { key: INGRESS_TLS_LISTENER, address: { host: INGRESS_ADDRESS, port: HTTPS_PORT }, route, keysOf }];
}

/** Returns whether an Ingress is served over HTTPS. */
export function hasTls({ spec }: Ingress): boolean {
  return (spec?.tls ?? []).length > 0;
}

function routed(view: IngressView, { host, path }: RoutedRequest): Routing {
  const route = ingressRoute(host, path, view.ingresses());
  if (route === undefined) return textAnswer(404, 'default backend - 404');
  const port = dialedPort(view, route);
  return port === undefined ? unavailable() : { type: 'forward', port };
}

/** Undefined for an unknown Service or port, and for a backend that is no Service. */
function dialedPort({ service }: IngressView, { namespace, backend }: IngressRoute): DialedPort | undefined {
  const { name = '', port: wantedPort } = backend.service ?? {};
  const ports: readonly ServicePort[] = service(namespace, name)?.spec?.ports ?? [];
  const port = ports.find((one) => (wantedPort?.name ? one.name === wantedPort.name : one.port === wantedPort?.number));
  return port && { namespace, service: name, port };
}
