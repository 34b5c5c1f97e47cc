import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { type ListedObject, type Registry, selectionOf } from '@klockwork/registry';
import { kindOf } from '@klockwork/resources';
import type { ApiServices } from '../api-services.ts';
import { listAnswer, objectAnswer, renderingOf } from '../objects/projected-answer.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { verbOf } from '../routing/verb.ts';
import { statsOfNodes } from './agent-stats.ts';
import { METRICS, type MetricsKind, metricsColumns, metricsKind } from './metrics-kinds.ts';
import { type Metrics, nodeMetrics, podMetrics } from './metrics-objects.ts';

interface MetricsCall extends RequestContext {
  readonly kind: MetricsKind;
  readonly path: ResourcePath;
}

/**
 * Answers `metrics.k8s.io` for `kubectl top`, without storage: requests stats from nodes' agents each time. Undefined for other paths.
 * Models metrics-server 0.7.
 */
export function metricsAnswer(path: ResourcePath, context: RequestContext): Promise<ApiAnswer> | undefined {
  const { request, query, services } = context;
  const kind = metricsKind(path.resource);
  if (kind === undefined || path.group !== METRICS.group || path.version !== METRICS.version) return undefined;
  const verb = verbOf(request.method, path, query);
  if (path.subresource !== '' || (!kind.namespaced && path.namespace !== '')) throw statusErrors.pathNotFound();
  if (verb !== 'get' && verb !== 'list') throw statusErrors.methodNotAllowedOnPath();
  const rendering = renderingOf(
    { ...METRICS, kind: kind.kind, listKind: `${kind.kind}List`, columns: metricsColumns },
    { accept: request.headers.accept, query, now: services.clock.now(), form: verb === 'get' ? 'object' : 'list' },
  );
  const call = { ...context, kind, path };
  if (verb === 'get') return one(call).then((metrics) => objectAnswer(rendering, 200, listed(kind, metrics)));
  return many(call).then((metrics) => listAnswer(rendering, { items: metrics.map((each) => listed(kind, each)) }));
}

async function one({ services, kind, path }: MetricsCall): Promise<Metrics> {
  const { namespace, name } = path;
  const { object } = services.registry.get({ kind: storedKind(kind), namespace, name });
  const [metrics] = await metricsOf(services, kind, [object as Node | Pod]);
  if (metrics !== undefined) return metrics;
  const resource = { group: METRICS.group, resource: kind.kind.toLowerCase() };
  throw statusErrors.notFound(resource, kind.namespaced ? `${namespace}/${name}` : name);
}

async function many({ services, kind, path, query }: MetricsCall): Promise<Metrics[]> {
  const of = storedKind(kind);
  const selectors = { labelSelector: query.text('labelSelector'), fieldSelector: query.text('fieldSelector') };
  const selection = selectionOf(of, { namespace: path.namespace, ...selectors });
  const { items } = services.registry.listNow(of, selection);
  return metricsOf(
    services,
    kind,
    items.map(({ object }) => object as Node | Pod),
  );
}

/** Returns available metrics of objects, in their order. */
async function metricsOf(services: ApiServices, { kind }: MetricsKind, objects: readonly (Node | Pod)[]): Promise<Metrics[]> {
  const nodeOf = (object: Node | Pod) => (kind === 'NodeMetrics' ? object.metadata?.name : (object as Pod).spec?.nodeName) ?? '';
  const stats = await statsOfNodes(services, new Set(objects.map(nodeOf)));
  const now = services.clock.now();
  return objects.flatMap((object) => {
    const nodeStats = stats.get(nodeOf(object));
    if (nodeStats === undefined) return [];
    return (kind === 'NodeMetrics' ? nodeMetrics(object as Node, nodeStats, now) : podMetrics(object as Pod, nodeStats, now)) ?? [];
  });
}

function storedKind({ resource }: MetricsKind): Parameters<Registry['list']>[0] {
  const kind = kindOf('', resource);
  if (kind === undefined) throw statusErrors.pathNotFound();
  return kind;
}

function listed({ kind }: MetricsKind, metrics: Metrics): ListedObject {
  const object = { kind, apiVersion: `${METRICS.group}/${METRICS.version}`, ...metrics };
  return { object, json: JSON.stringify(object) };
}
