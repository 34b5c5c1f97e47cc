import { fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { ApiRequest } from '@klockwork/http-api';
import type { ApiError } from '@klockwork/kernel';
import { parseResourcePath, type ResourcePath } from '../routing/path.ts';
import type { Query } from '../routing/query.ts';
import { type Verb, verbOf } from '../routing/verb.ts';
import { notInLog, type PastMoment, pastIsOver, pastIsReadOnly } from './past-moment.ts';

/** Subresources that connect to a container or a node. */
const CONNECTIONS = /^(?:attach|exec|portforward|proxy)(?:\/|$)/;
/** Documents below `/klockwork/v1/` that the log answers. */
const DOCUMENTS: ReadonlySet<string> = new Set(['changes', 'history', 'log', 'moments', 'status', 'why']);
/** Resources that are measured when requested. */
const MEASURED: ReadonlySet<string> = new Set(['metrics.k8s.io/nodes', 'metrics.k8s.io/pods', '/componentstatuses']);

/** Throws MethodNotAllowed for a request that the past cannot answer: writes, watches, connections, and measurements. */
export function checkPastRead(moment: PastMoment, request: ApiRequest, segments: readonly string[], query: Query): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw pastIsReadOnly(moment);
  const path = parseResourcePath(segments);
  if (path !== undefined) checkResource(moment, path, { verb: verbOf(request.method, path, query), query });
  if (segments[0] !== 'klockwork') return;
  if (query.flag('follow') && !moment.isReplayed) throw pastIsOver(moment);
  if (!DOCUMENTS.has(segments[2] ?? '') || segments.length > 3) throw pastIsReadOnly(moment);
}

/** Throws Expired if retention removed what told the objects of a kind. */
export async function checkKnown(moment: PastMoment, kind: { readonly group: string; readonly resource: string }): Promise<void> {
  if (!(await moment.isKnown(kind))) throw statusErrors.expired('The resourceVersion for the provided list is too old.');
}

function checkResource(
  moment: PastMoment,
  { group, resource, subresource }: ResourcePath,
  { verb, query }: { readonly verb: Verb | undefined; readonly query: Query },
): void {
  if (verb === 'watch' && !moment.isReplayed) throw query.has('sendInitialEvents') ? noWatchList() : pastIsOver(moment);
  if (CONNECTIONS.test(subresource)) throw pastIsReadOnly(moment);
  if (MEASURED.has(`${group}/${resource}`)) throw notInLog(moment, `${resource}${group === '' ? '' : `.${group}`}`);
}

/** Informers then list, as with servers without streamed lists. Models `ValidateListOptions` of apimachinery's internalversion validation. */
function noWatchList(): ApiError {
  const reason = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
  return statusErrors.invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [fieldErrors.forbidden('sendInitialEvents', reason)]);
}
