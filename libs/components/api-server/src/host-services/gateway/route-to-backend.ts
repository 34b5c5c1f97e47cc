import type { Random } from '@klockwork/kernel';
import { type GatewayListener, type HttpBackendReference, type HttpRoute, isSupportedFilter, type Service } from '@klockwork/resources';
import { type RoutedRequest, type Routing, textAnswer } from '../http/routing.ts';
import { applyFilters } from './apply-filters.ts';
import { type ChosenRule, chooseRule, type ServedRoute } from './choose-rule.ts';

/** Services that routes name. */
export interface BackendView {
  readonly service: (namespace: string, name: string) => Service | undefined;
  readonly random: Random;
}

/** Request at a port of a Gateway. */
export interface GatewayRequest {
  readonly request: RoutedRequest;
  readonly port: number;
  readonly listeners: readonly GatewayListener[];
  readonly served: readonly ServedRoute[];
  readonly view: BackendView;
}

/**
 * Returns the way of a request: 404 without a rule, 500 for a rule with unsupported filters or without a valid backend. Models the codes of
 * `HTTPRouteRule` in the Gateway API.
 */
export function routeToBackend({ request, port, listeners, served, view }: GatewayRequest): Routing {
  const chosen = chooseRule(request, listeners, served);
  if (chosen === undefined) return textAnswer(404, '404 Not Found');
  const { rule } = chosen;
  if (!(rule.filters ?? []).every(isSupportedFilter)) return failed();
  const redirect = applyFilters(rule.filters ?? [], request, chosen.match, port);
  if ('type' in redirect) return redirect;
  return toBackend(chosen, request, port, view);
}

function toBackend({ route, rule, match }: ChosenRule, request: RoutedRequest, port: number, view: BackendView): Routing {
  const backend = drawn(rule.backendRefs ?? [], view.random);
  const target = backend && dialedPort(backend, route, view);
  if (backend === undefined || target === undefined || !(backend.filters ?? []).every(isSupportedFilter)) return failed();
  const changes = applyFilters([...(rule.filters ?? []), ...(backend.filters ?? [])], request, match, port);
  return 'type' in changes ? changes : { type: 'forward', port: target, changes };
}

function failed(): Routing {
  return textAnswer(500, '500 Internal Server Error');
}

/** Draws a backend by its share of all weights. */
function drawn(backends: readonly HttpBackendReference[], random: Random): HttpBackendReference | undefined {
  const total = backends.reduce((sum, { weight = 1 }) => sum + weight, 0);
  if (total === 0) return undefined;
  let rest = backends.length === 1 ? 0 : random.integer(total);
  return backends.find(({ weight = 1 }) => {
    rest -= weight;
    return rest < 0;
  });
}

/** Undefined for a Service of another namespace, which needs a ReferenceGrant, and for an unknown port. */
function dialedPort(
  { name, namespace, port: wanted, kind = 'Service' }: HttpBackendReference,
  { metadata }: HttpRoute,
  { service }: BackendView,
) {
  const own = metadata?.namespace ?? '';
  if (kind !== 'Service' || (namespace ?? own) !== own) return undefined;
  const port = service(own, name)?.spec?.ports?.find((one) => one.port === wanted);
  return port && { namespace: own, service: name, port };
}
