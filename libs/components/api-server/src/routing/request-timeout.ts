import { parseDuration, statusErrors } from '@klockwork/api-machinery';
import type { ApiRequest } from '../http.ts';
import type { ResourcePath } from './path.ts';
import { parseQuery } from './query.ts';
import { verbOf } from './verb.ts';

/** Subresources whose requests go on. */
const GO_ON: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/**
 * Throws BadRequest for a `timeout` in the query that is no duration of Go's: `30` lacks its unit. Requests that go on are not asked for one.
 * How long it is makes no difference here: nothing takes that long. Models `parseTimeout` of `k8s.io/apiserver/pkg/endpoints/filters`.
 */
export function checkTimeout({ method, query }: Pick<ApiRequest, 'method' | 'query'>, path: ResourcePath | undefined): void {
  // Nearly no query says it: the rest is not read for it.
  if (!query.includes('timeout=')) return;
  const asked = parseQuery(query);
  const timeout = asked.text('timeout');
  if (timeout === '') return;
  if (path !== undefined && (GO_ON.has(path.subresource.replace(/\/.*/, '')) || verbOf(method, path, asked) === 'watch')) return;
  const parsed = parseDuration(timeout);
  if ('problem' in parsed) throw statusErrors.badRequest(`invalid timeout specified in the request URL - ${parsed.problem}`);
}
