import { parseDuration, statusErrors } from '@klockwork/api-machinery';
import type { ApiRequest } from '@klockwork/http-api';
import type { ResourcePath } from './path.ts';
import { parseQuery } from './query.ts';
import { verbOf } from './verb.ts';

/** Subresources with long-running requests. */
const GO_ON: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/**
 * Throws BadRequest for an invalid Go duration as `timeout` in the query: `30` lacks a unit. Long-running requests are exempt. The value
 * has no effect: all other requests are short. Models `parseTimeout` of `k8s.io/apiserver/pkg/endpoints/filters`.
 */
export function checkTimeout({ method, query }: Pick<ApiRequest, 'method' | 'query'>, path: ResourcePath | undefined): void {
  // Parses the query only if it mentions a timeout, which is rare.
  if (!query.includes('timeout=')) return;
  const values = parseQuery(query);
  const timeout = values.text('timeout');
  if (timeout === '') return;
  if (path !== undefined && (GO_ON.has(path.subresource.replace(/\/.*/, '')) || verbOf(method, path, values) === 'watch')) return;
  const duration = parseDuration(timeout);
  if ('problem' in duration) throw statusErrors.badRequest(`invalid timeout specified in the request URL - ${duration.problem}`);
}
