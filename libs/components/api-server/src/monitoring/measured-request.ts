import type { ApiAnswer, ApiStream, ApiUpgrade } from '@klockwork/http-api';
import type { ServedTables } from '../discovery/served-tables.ts';
import { parseResourcePath, pathSegments } from '../routing/path.ts';
import type { RequestContext } from '../routing/request-context.ts';
import { HEALTH_ROOTS } from '../system/health.ts';
import { pathLabels, type RequestLabels, requestLabels } from './request-labels.ts';

/** Notes the answer to a request. */
export type NoteAnswer = (answer: ApiAnswer | ApiStream | ApiUpgrade) => void;

const SWITCHING_PROTOCOLS = 101;

/**
 * Counts a request until its end; that of a watch or connection is the end of its client. Undefined for paths that are not counted, as upstream:
 * unknown ones, discovery and documents. The labels are therefore bounded by what is served.
 */
export function measuredRequest(context: RequestContext, tables: ServedTables): NoteAnswer | undefined {
  const { metrics } = context.services;
  const labels = metrics && labelsOf(context, tables);
  if (metrics === undefined || labels === undefined) return undefined;
  const end = metrics.begin(labels);
  return (answer) => {
    if ('body' in answer) return end(answer.status);
    const close = metrics.open(labels);
    const status = 'status' in answer ? answer.status : SWITCHING_PROTOCOLS;
    context.request.stop.onStop(() => {
      close();
      end(status);
    });
  };
}

function labelsOf({ request, query }: RequestContext, tables: ServedTables): RequestLabels | undefined {
  const segments = pathSegments(request.path);
  const [root = ''] = segments ?? [];
  if (segments?.length === 1 && HEALTH_ROOTS.includes(root)) return pathLabels(`/${root}`);
  const path = segments && parseResourcePath(segments);
  if (path === undefined) return undefined;
  const labels = requestLabels({ method: request.method, path, query, contentType: request.headers['content-type'] });
  return tables.serves(labels) ? labels : undefined;
}
