import type { Random } from '@klockwork/kernel';
import { once, pick } from './chance.ts';
import type { Corpus } from './corpus.ts';
import { bodyOf, NAMES } from './make-body.ts';
import { queryOf } from './make-query.ts';
import { ODD_SEGMENTS, ODD_TEXTS } from './odd-values.ts';
import type { Route } from './routes.ts';
import type { FuzzRequest } from './target.ts';

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const USUAL_METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE'];
const BODIES = new Set(['POST', 'PUT', 'PATCH']);
const NAMESPACES = [...Array.from({ length: 12 }, () => 'default'), 'kube-system', 'kube-system', 'a', 'absent'];

/** Paths that are no resources. */
const SYSTEM_PATHS = [
  ...[
    '/',
    '/api',
    '/apis',
    '/api/v1',
    '/apis/apps',
    '/apis/apps/v1',
    '/apis/x/v1',
    '/version',
    '/healthz',
    '/livez/ping',
    '/readyz',
    '/readyz/x',
  ],
  ...[
    '/openapi/v2',
    '/openapi/v3',
    '/openapi/v3/api/v1',
    '/openapi/v3/apis/apps/v1',
    '/openapi/v3/x',
    '/metrics',
    '/favicon.ico',
    '//',
    '/api//v1/pods',
  ],
  ...['/klockwork/v1/log', '/klockwork/v1/status', '/klockwork/v1/why', '/klockwork/v1/faults', '/klockwork/v1/clock', '/klockwork/v1/x'],
  ...['/api/v1/watch/pods', '/api/v1/watch/namespaces/default/pods/web', '/api/v1/namespaces/default', '/api/v1/namespaces/a/finalize'],
];

const ACCEPTS = [
  ...[
    'application/json',
    'application/json',
    '*/*',
    '',
    'application/yaml',
    'application/vnd.kubernetes.protobuf',
    'text/html',
    ';;,',
    'a'.repeat(500),
  ],
  ...[
    'application/json;as=Table;v=v1;g=meta.k8s.io',
    'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json',
    'application/json;as=Table;v=v9;g=meta.k8s.io',
  ],
  ...['application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io', 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'],
  ...['application/json;stream=watch', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList', '*/*;q=0'],
];

/** Request for one of the routes or an unknown path; roughly valid. */
export function requestOf(random: Random, corpus: Corpus, routes: readonly Route[]): FuzzRequest {
  const headers = headersOf(random);
  if (once(random, 25)) return { method: pick(random, METHODS), url: `${pick(random, SYSTEM_PATHS)}${queryOf(random, corpus)}`, headers };
  const route = pick(random, routes);
  const met = once(random, 5) ? undefined : corpus.place(random, route);
  const method = methodOf(random, route, met !== undefined);
  const subresource = once(random, 4) && route.subresources.length > 0 ? pick(random, route.subresources) : '';
  const path =
    met === undefined || isCreated(method, subresource) ? pathOf(random, route, method, subresource) : knownPath(route, met, subresource);
  const url = `${path}${queryOf(random, corpus)}`;
  if (!BODIES.has(method) && !(method === 'DELETE' && once(random, 3))) return { method, url, headers };
  const { type, body } = bodyOf(random, corpus, route, { method, subresource });
  return { method, url, headers: type === '' ? headers : { ...headers, 'content-type': type }, body };
}

/** Mostly a suitable method: creation while no object exists. */
function methodOf(random: Random, { definition }: Route, isMet: boolean): string {
  if (once(random, 8)) return pick(random, METHODS);
  if (definition === undefined || (!isMet && once(random, 2))) return 'POST';
  return pick(random, USUAL_METHODS);
}

function isCreated(method: string, subresource: string): boolean {
  return method === 'POST' && subresource === '';
}

/** Path of an object seen before. */
function knownPath(
  { group, version, resource, namespaced }: Route,
  { namespace, name }: { namespace: string; name: string },
  subresource: string,
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${root}${namespaced ? `/namespaces/${namespace}` : ''}/${resource}/${name}${subresource === '' ? '' : `/${subresource}`}`;
}

function pathOf(random: Random, { group, version, resource, namespaced }: Route, method: string, subresource: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const namespace =
    namespaced !== once(random, 30) && !(method === 'GET' && once(random, 6)) ? `/namespaces/${segment(random, NAMESPACES)}` : '';
  const named = subresource !== '' || (method === 'POST' ? once(random, 20) : !once(random, method === 'GET' ? 3 : 20));
  const name = named ? `/${segment(random, NAMES)}` : '';
  const below = subresource === '' ? '' : `/${once(random, 20) ? segment(random, ODD_SEGMENTS) : subresource}`;
  return `${root}${once(random, 60) ? '/watch' : ''}${namespace}/${once(random, 40) ? segment(random, ODD_SEGMENTS) : resource}${name}${below}`;
}

function segment(random: Random, usual: readonly string[]): string {
  return once(random, 30) ? pick(random, ODD_SEGMENTS) : pick(random, usual);
}

function headersOf(random: Random): Record<string, string> {
  const headers: Record<string, string> = {
    accept: once(random, 4) ? pick(random, ACCEPTS) : 'application/json',
    'user-agent': once(random, 20) ? headerText(pick(random, ODD_TEXTS)) : 'fuzz',
  };
  if (once(random, 60)) headers['content-encoding'] = 'gzip';
  if (once(random, 60)) headers['if-none-match'] = pick(random, ['*', '"x"', '']);
  if (once(random, 60)) headers['impersonate-user'] = headerText(pick(random, ODD_TEXTS));
  if (once(random, 200)) for (let index = 0; index < 1_000; index += 1) headers[`x-${index}`] = String(index);
  return headers;
}

/** Replaces characters invalid in HTTP headers. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').trim();
}
