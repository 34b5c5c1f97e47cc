import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import {
  attach,
  GATEWAY_CONTROLLER,
  type Gateway,
  type HttpBackendReference,
  type HttpRoute,
  type HttpRouteRule,
  isSupportedFilter,
  type NamespaceLabels,
  namesGateway,
  type ParentReference,
  type ResourceRef,
  type RouteParentStatus,
  type Service,
} from '@klockwork/resources';
import { type ConditionState, fails, holds, withTimes } from './gateway-conditions.ts';
import { statusPatch } from './reconcile-gateway.ts';

const REGULAR_EXPRESSION = 'RegularExpression';

/** Route with the objects that its status depends on. */
export interface HttpRouteView {
  readonly resource: ResourceRef;
  readonly route: HttpRoute;
  /** Gateways of the lab's router. */
  readonly gateways: readonly Gateway[];
  readonly labels: NamespaceLabels;
  readonly service: (namespace: string, name: string) => Service | undefined;
}

/** Writes the state of a route at each Gateway of the lab's router. Entries of other controllers stay. Models `RouteStatus` of the Gateway API. */
export function reconcileHttpRoute(view: HttpRouteView, now: LabTime): Plan {
  const { route, resource } = view;
  const former = route.status?.parents ?? [];
  const own = (route.spec?.parentRefs ?? []).flatMap((reference) => {
    const gateway = view.gateways.find((one) => namesGateway(reference, route, one));
    return gateway === undefined ? [] : [parentStatus(reference, gateway, view, now)];
  });
  const parents = [...former.filter(({ controllerName }) => controllerName !== GATEWAY_CONTROLLER), ...own];
  return semanticEqual(parents, former) ? NOTHING : statusPatch(route, resource, { parents });
}

function parentStatus(parentRef: ParentReference, gateway: Gateway, view: HttpRouteView, now: LabTime): RouteParentStatus {
  const { route, labels } = view;
  const previous =
    (route.status?.parents ?? []).find((one) => one.controllerName === GATEWAY_CONTROLLER && semanticEqual(one.parentRef, parentRef))
      ?.conditions ?? [];
  const { refusal } = attach(parentRef, route, gateway, labels);
  const accepted = refusal === undefined ? acceptance(route) : fails('Accepted', refusal.reason, refusal.message);
  const context = { generation: route.metadata?.generation ?? 0, previous, now };
  return { parentRef, controllerName: GATEWAY_CONTROLLER, conditions: withTimes([accepted, resolution(view)], context) };
}

function acceptance({ spec }: HttpRoute): ConditionState {
  const unsupported = (spec?.rules ?? []).map(unsupportedPart).find((part) => part !== undefined);
  if (unsupported === undefined) return holds('Accepted', 'Route is accepted');
  return fails('Accepted', 'UnsupportedValue', `${unsupported} is not supported`);
}

function unsupportedPart({ matches = [], filters = [], backendRefs = [] }: HttpRouteRule): string | undefined {
  const filter = [...filters, ...backendRefs.flatMap((backend) => backend.filters ?? [])].find((one) => !isSupportedFilter(one));
  if (filter !== undefined) return `The filter ${filter.type}`;
  const values = matches.flatMap(({ path, headers = [], queryParams = [] }) => [
    path?.type,
    ...[...headers, ...queryParams].map(({ type }) => type),
  ]);
  return values.includes(REGULAR_EXPRESSION) ? `A match of type ${REGULAR_EXPRESSION}` : undefined;
}

function resolution(view: HttpRouteView): ConditionState {
  const backends = (view.route.spec?.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
  const problem = backends.map((backend) => backendProblem(backend, view)).find((one) => one !== undefined);
  return problem ?? holds('ResolvedRefs', 'Resolved all the Object references for the Route');
}

function backendProblem(
  { name, namespace, kind = 'Service', port }: HttpBackendReference,
  view: HttpRouteView,
): ConditionState | undefined {
  const own = view.route.metadata?.namespace ?? '';
  if (kind !== 'Service') return fails('ResolvedRefs', 'InvalidKind', `Backends of kind ${kind} are not supported`);
  if ((namespace ?? own) !== own)
    return fails('ResolvedRefs', 'RefNotPermitted', `Backend ref to Service ${namespace}/${name} not permitted by any ReferenceGrant.`);
  const service = view.service(own, name);
  if (service === undefined) return fails('ResolvedRefs', 'BackendNotFound', `Service ${own}/${name} not found`);
  if (service.spec?.ports?.some((one) => one.port === port)) return undefined;
  return fails('ResolvedRefs', 'BackendNotFound', `TCP Port ${port ?? 0} not found on Service ${own}/${name}`);
}
