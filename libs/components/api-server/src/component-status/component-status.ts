import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';
import type { ComponentStatus } from '@klockwork/kubernetes-types';
import type { ListedObject } from '@klockwork/registry';
import type { KubeObject, PrinterColumn } from '@klockwork/resources';
import type { ApiServices } from '../api-services.ts';
import type { ServedResource } from '../discovery/served-resources.ts';
import { requestReport } from '../klockwork/clock-report.ts';
import { listAnswer, objectAnswer, renderingOf } from '../objects/projected-answer.ts';
import type { ResourcePath } from '../routing/path.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { verbOf } from '../routing/verb.ts';

type Component = ComponentStatus & KubeObject;

const KIND = { group: '', version: 'v1', kind: 'ComponentStatus' } as const;
const DEPRECATION = 'v1 ComponentStatus is deprecated in v1.19+';
/** Health ports of upstream's components. */
const PORTS: Readonly<Record<string, number>> = { 'controller-manager': 10257, scheduler: 10259 };

/** ComponentStatus in discovery. */
export const servedComponentStatus: ServedResource & { at: { group: string; version: string } } = {
  at: KIND,
  name: 'componentstatuses',
  singular: 'componentstatus',
  namespaced: false,
  kind: KIND,
  verbs: ['get', 'list'],
  shortNames: ['cs'],
  categories: [],
};

/** The columns of `kubectl get cs`. Models `printComponentStatus`. */
const columns: readonly PrinterColumn<Component>[] = [
  { name: 'Name', type: 'string', format: 'name', description: 'Name of the object', cell: ({ metadata }) => metadata?.name ?? '' },
  { name: 'Status', type: 'string', description: 'Whether the component is healthy', cell: statusCell },
  { name: 'Message', type: 'string', description: 'What it says itself', cell: ({ conditions }) => conditions?.[0]?.message ?? '' },
  { name: 'Error', type: 'string', description: 'Why it could not be asked', cell: ({ conditions }) => conditions?.[0]?.error ?? '' },
];

/**
 * Answers `kubectl get componentstatuses`, deprecated upstream, without stored objects: the lab's clock knows all processes. The log
 * replaces etcd. Undefined for other paths. Models `pkg/registry/core/componentstatus`.
 */
export function componentStatusAnswer(
  path: ResourcePath,
  { request, query, warnings, services }: RequestContext,
): Promise<ApiAnswer> | undefined {
  if (path.group !== '' || path.resource !== servedComponentStatus.name) return undefined;
  warnings.push(DEPRECATION);
  const verb = verbOf(request.method, path, query);
  if (path.subresource !== '' || path.namespace !== '') throw statusErrors.pathNotFound();
  if (verb !== 'get' && verb !== 'list') throw statusErrors.methodNotAllowedOnPath();
  const rendering = renderingOf(
    { ...KIND, listKind: 'ComponentStatusList', columns },
    { accept: request.headers.accept, query, now: services.clock.now(), form: verb === 'get' ? 'object' : 'list' },
  );
  return statusesOf(services).then((statuses) => {
    if (verb === 'list') return listAnswer(rendering, { items: statuses.map(listed) });
    const componentStatus = statuses.find(({ metadata }) => metadata?.name === path.name);
    if (componentStatus === undefined) throw statusErrors.notFound({ group: '', resource: 'componentstatus' }, path.name);
    return objectAnswer(rendering, 200, listed(componentStatus));
  });
}

async function statusesOf(services: ApiServices): Promise<Component[]> {
  const following = await followers(services);
  const processes = Object.keys(PORTS).map((name) => statusOf(name, following.has(name) ? undefined : refusedText(name)));
  return [...processes, statusOf('etcd-0', services.journal.failure?.message)];
}

/** Returns the processes that follow the lab's clock; none without a clock. */
async function followers(services: ApiServices): Promise<ReadonlySet<string>> {
  try {
    const { members } = await requestReport(services);
    return new Set(members.filter(({ state }) => state === 'following').map(({ name }) => name));
  } catch (error) {
    if (ApiError.is(error, 'ServiceUnavailable')) return new Set();
    throw error;
  }
}

function refusedText(name: string): string {
  const address = `127.0.0.1:${PORTS[name]}`;
  return `Get "https://${address}/healthz": dial tcp ${address}: connect: connection refused`;
}

function statusOf(name: string, problem: string | undefined): Component {
  const outcome = problem === undefined ? { status: 'True', message: 'ok' } : { status: 'False', message: problem };
  return { kind: 'ComponentStatus', apiVersion: 'v1', metadata: { name }, conditions: [{ type: 'Healthy', ...outcome }] };
}

function listed(object: Component): ListedObject {
  return { object, json: JSON.stringify(object) };
}

/** Models the wording of `printComponentStatus`. */
function statusCell({ conditions }: Component): string {
  const condition = conditions?.find(({ type }) => type === 'Healthy');
  if (condition === undefined) return 'Unknown';
  return condition.status === 'True' ? 'Healthy' : 'Unhealthy';
}
