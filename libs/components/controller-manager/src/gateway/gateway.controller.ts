import { type Controller, type Key, NOTHING, type Plan, type Source } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import type { LabTime } from '@klockwork/kernel';
import {
  GATEWAY_CONTROLLER,
  type Gateway,
  type GatewayClass,
  gatewayResources,
  type HttpRoute,
  type KubeObject,
  type Namespace,
  namesGateway,
  type ResourceRef,
  resources,
  type Service,
} from '@klockwork/resources';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { chosenKinds, type ServedKinds } from '../served-kinds/served-kinds.ts';
import { reconcileGateway, reconcileGatewayClass } from './reconcile-gateway.ts';
import { reconcileHttpRoute } from './reconcile-http-route.ts';

/** Informers of the kinds whose definitions are installed. */
interface GatewayInformers {
  gatewayclasses?: Informer<GatewayClass>;
  gateways?: Informer<Gateway>;
  httproutes?: Informer<HttpRoute>;
}

/**
 * Serves GatewayClasses of the lab's router once the definitions of the Gateway API are installed: addresses of Gateways, and conditions of
 * classes, Gateways and HTTPRoutes. Keys are `gateways shop/web`.
 */
export function gatewayController(informers: InformerFactory, kinds: ServedKinds): Controller {
  const own: GatewayInformers = {};
  const served = chosenKinds(kinds, ({ group, resource }) =>
    Object.values(gatewayResources).some((kind) => kind.group === group && kind.resource === resource),
  );
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const services = informers.informer<Service>(resources.services);
  const secrets = informers.informer<KubeObject>(resources.secrets, { metadataOnly: true });
  const sourceOf = (kind: ResourceRef): Source => {
    const informer = informers.informer(kind);
    Object.assign(own, { [kind.resource]: informer });
    return { informer, keys: (notice: Notice) => keysOf(notice, informer, own), afterSync: () => allKeys(own) };
  };
  return {
    name: 'gateway-controller',
    // Addresses are allocated one after the other.
    workers: 1,
    sources: [
      ...served.all.map(sourceOf),
      { informer: namespaces, keys: ({ change }: Notice) => (change === 'updated' ? allKeys(own) : []) },
      { informer: services, keys: ({ object }: Notice<Service>) => routesTo(own, object) },
      { informer: secrets, keys: ({ change }: Notice) => (change === 'updated' ? [] : keysIn(own.gateways)) },
    ],
    laterSources: (add) => served.onAdded((kind) => add(sourceOf(kind))),
    reconcile(key, now) {
      const labels = (name: string) => namespaces.get('', name)?.metadata?.labels;
      const hasSecret = (namespace: string, name: string) => secrets.get(namespace, name) !== undefined;
      const view = { labels, hasSecret, service: (namespace: string, name: string) => services.get(namespace, name) };
      return reconcileKey(key, own, view, now);
    },
  };
}

type Cluster = Pick<Parameters<typeof reconcileGateway>[0], 'labels' | 'hasSecret'> &
  Pick<Parameters<typeof reconcileHttpRoute>[0], 'service'>;

function reconcileKey(key: Key, own: GatewayInformers, cluster: Cluster, now: LabTime): Plan {
  const [resource = '', name = ''] = key.split(' ');
  const object = own[resource as keyof GatewayInformers]?.get(...splitKey(name));
  const informer = own[resource as keyof GatewayInformers];
  if (object === undefined || informer === undefined || object.metadata?.deletionTimestamp !== undefined) return NOTHING;
  if (resource === gatewayResources.gatewayClasses.resource) {
    const gatewayClass = object as GatewayClass;
    return isOurs(gatewayClass) ? reconcileGatewayClass(gatewayClass, informer.resource, now) : NOTHING;
  }
  const gateways = ourGateways(own);
  if (resource === gatewayResources.httpRoutes.resource)
    return reconcileHttpRoute({ ...cluster, resource: informer.resource, route: object as HttpRoute, gateways }, now);
  const gateway = object as Gateway;
  if (!gateways.includes(gateway)) return NOTHING;
  return reconcileGateway({ ...cluster, resource: informer.resource, gateway, gateways, routes: own.httproutes?.list() ?? [] }, now);
}

function isOurs({ spec }: GatewayClass): boolean {
  return spec?.controllerName === GATEWAY_CONTROLLER;
}

function ourGateways({ gateways, gatewayclasses }: GatewayInformers): readonly Gateway[] {
  return (gateways?.list() ?? []).filter(({ spec }) => {
    const gatewayClass = gatewayclasses?.get('', spec?.gatewayClassName ?? '');
    return gatewayClass !== undefined && isOurs(gatewayClass);
  });
}

/** A route concerns itself and its Gateways; a new spec of a class or a Gateway concerns all routes. */
function keysOf({ object, previous, change }: Notice, informer: Informer, own: GatewayInformers): readonly Key[] {
  const key = keyIn(informer, object);
  if (informer.resource.resource !== gatewayResources.httpRoutes.resource) {
    const hasNewSpec = change !== 'updated' || object.metadata?.generation !== previous?.metadata?.generation;
    return hasNewSpec ? allKeys(own) : [key];
  }
  const named = (own.gateways?.list() ?? []).filter((gateway) =>
    [object, previous].some((route?: HttpRoute) => route?.spec?.parentRefs?.some((reference) => namesGateway(reference, route, gateway))),
  );
  return [key, ...named.map((gateway) => keyIn(own.gateways as Informer, gateway))];
}

function allKeys({ gatewayclasses, gateways, httproutes }: GatewayInformers): readonly Key[] {
  return [gatewayclasses, gateways, httproutes].flatMap(keysIn);
}

function keysIn(informer: Informer | undefined): readonly Key[] {
  return (informer?.list() ?? []).map((object) => keyIn(informer as Informer, object));
}

function keyIn({ resource }: Informer, object: KubeObject): Key {
  return `${resource.resource} ${keyOf(object)}`;
}

/** Keys of the routes that name a Service. */
function routesTo({ httproutes }: GatewayInformers, { metadata }: Service): readonly Key[] {
  const routes = (httproutes?.list(metadata?.namespace) ?? []).filter(({ spec }) =>
    (spec?.rules ?? []).some(({ backendRefs = [] }) => backendRefs.some(({ name }) => name === metadata?.name)),
  );
  return routes.map((route) => keyIn(httproutes as Informer, route));
}
