import type { HeaderChanges, HttpRouteFilter, HttpRouteMatch, PathModifier } from '@klockwork/resources';
import type { OwnAnswer, RequestChanges, RoutedRequest } from '../http/routing.ts';
import { pathOf } from './choose-rule.ts';

const FOUND = 302;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Returns the changes that filters make of a request and its answer, or the redirect that answers it. */
export function applyFilters(
  filters: readonly HttpRouteFilter[],
  request: RoutedRequest,
  match: HttpRouteMatch,
  port: number,
): OwnAnswer | RequestChanges {
  const redirect = filters.find(({ requestRedirect }) => requestRedirect !== undefined)?.requestRedirect;
  if (redirect !== undefined) return redirected(redirect, request, match, port);
  const rewrite = filters.find(({ urlRewrite }) => urlRewrite !== undefined)?.urlRewrite;
  return {
    requestHeaders: changesOf(filters, ({ requestHeaderModifier }) => requestHeaderModifier),
    answerHeaders: changesOf(filters, ({ responseHeaderModifier }) => responseHeaderModifier),
    path: changedPath(rewrite?.path, request.path, match),
    ...(rewrite?.hostname !== undefined && { host: rewrite.hostname }),
  };
}

function changesOf(
  filters: readonly HttpRouteFilter[],
  choose: (filter: HttpRouteFilter) => HeaderChanges | undefined,
): readonly HeaderChanges[] {
  return filters.flatMap((filter) => choose(filter) ?? []);
}

/** A default port of the scheme is left out of the location; without a new scheme, the listener's port stays. */
function redirected(
  redirect: NonNullable<HttpRouteFilter['requestRedirect']>,
  request: RoutedRequest,
  match: HttpRouteMatch,
  listenerPort: number,
): OwnAnswer {
  const scheme = redirect.scheme ?? request.scheme;
  const port = redirect.port ?? (redirect.scheme === undefined ? listenerPort : DEFAULT_PORTS[scheme]);
  const authority = `${redirect.hostname ?? request.host}${port === undefined || port === DEFAULT_PORTS[scheme] ? '' : `:${port}`}`;
  const query = request.query === '' ? '' : `?${request.query}`;
  const location = `${scheme}://${authority}${changedPath(redirect.path, request.path, match)}${query}`;
  return { type: 'answer', status: redirect.statusCode ?? FOUND, headers: [['Location', location]], body: '' };
}

function changedPath(change: PathModifier | undefined, path: string, match: HttpRouteMatch): string {
  if (change === undefined) return path;
  if (change.type === 'ReplaceFullPath') return change.replaceFullPath ?? '/';
  const rest = path.slice(pathOf(match).value.replace(/\/$/, '').length);
  const replaced = `${(change.replacePrefixMatch ?? '').replace(/\/$/, '')}${rest}`;
  return replaced.startsWith('/') ? replaced : `/${replaced}`;
}
