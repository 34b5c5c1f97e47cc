import { statusErrors } from '@klockwork/api-machinery';
import { type ApiRequest, bearerToken } from '@klockwork/http-api';
import { parseResourcePath } from './path.ts';
import { parseQuery } from './query.ts';
import { verbOf } from './verb.ts';

const ANONYMOUS = 'system:anonymous';
/** Paths available without credentials, including all below. */
const PUBLIC = ['healthz', 'livez', 'readyz', 'version'];

/** Throws 401 for an invalid credential and 403 for none, except on health and version paths. Authenticated users have all permissions. */
export function checkAccess(request: ApiRequest, segments: readonly string[]): void {
  if (request.user !== undefined || PUBLIC.includes(segments[0] ?? '')) return;
  if (request.certificate === 'invalid' || request.headers.authorization !== undefined || bearerToken(request.headers) !== undefined)
    throw statusErrors.unauthorized();
  throw forbidden(request, segments);
}

/** Models `k8s.io/apiserver/pkg/endpoints/handlers/responsewriters.Forbidden`. */
function forbidden(request: ApiRequest, segments: readonly string[]) {
  const path = parseResourcePath(segments);
  const verb = path && verbOf(request.method, path, parseQuery(request.query));
  if (path === undefined || verb === undefined) {
    const detail = `User "${ANONYMOUS}" cannot ${request.method.toLowerCase()} path "${request.path}"`;
    return statusErrors.forbidden({ group: '', resource: '' }, '', detail);
  }
  const resource = path.subresource === '' ? path.resource : `${path.resource}/${path.subresource}`;
  const scope = path.namespace === '' ? 'at the cluster scope' : `in the namespace "${path.namespace}"`;
  const detail = `User "${ANONYMOUS}" cannot ${verb} resource "${resource}" in API group "${path.group}" ${scope}`;
  return statusErrors.forbidden({ group: path.group, resource: path.resource }, path.name, detail);
}
