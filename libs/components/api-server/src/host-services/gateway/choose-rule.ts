import {
  coversHost,
  type GatewayListener,
  type HttpRoute,
  type HttpRouteMatch,
  type HttpRouteRule,
  type NamedValueMatch,
} from '@klockwork/resources';
import type { RoutedRequest } from '../http/routing.ts';

/** Route, its listener, and the hosts served there. */
export interface ServedRoute {
  readonly listener: GatewayListener;
  readonly hosts: readonly string[];
  readonly route: HttpRoute;
}

/** Rule of a request. */
export interface ChosenRule {
  readonly route: HttpRoute;
  readonly rule: HttpRouteRule;
  readonly match: HttpRouteMatch;
}

interface Candidate extends ChosenRule {
  readonly host: string;
}

const EXACT = 'Exact';
const PREFIX = 'PathPrefix';
/** Match of a rule without matches: each path. */
const EACH_PATH: readonly HttpRouteMatch[] = [{}];

/**
 * Returns the rule of a request: of the listener with the most specific host the route with the most specific host, then by path, method,
 * headers and query, then the older route. Undefined without a match. Models the precedence of `HTTPRouteRule.matches` in the Gateway API.
 */
export function chooseRule(
  request: RoutedRequest,
  listeners: readonly GatewayListener[],
  served: readonly ServedRoute[],
): ChosenRule | undefined {
  const [listener] = listeners
    .filter(({ hostname }) => coversHost(hostname || '*', request.host))
    .toSorted((a, b) => byHost(a.hostname || '*', b.hostname || '*'));
  const candidates = served.filter((one) => one.listener.name === listener?.name).flatMap((one) => candidatesOf(one, request));
  return candidates.toSorted(byPrecedence)[0];
}

function candidatesOf({ hosts, route }: ServedRoute, request: RoutedRequest): Candidate[] {
  const [host] = hosts.filter((pattern) => coversHost(pattern, request.host)).toSorted(byHost);
  if (host === undefined) return [];
  return (route.spec?.rules ?? []).flatMap((rule) =>
    (rule.matches?.length ? rule.matches : EACH_PATH)
      .filter((match) => isMatch(match, request))
      .map((match) => ({ host, route, rule, match })),
  );
}

/** Sorts names before wildcards, and longer ones first. */
function byHost(a: string, b: string): number {
  return Number(a.startsWith('*')) - Number(b.startsWith('*')) || b.length - a.length;
}

function byPrecedence(a: Candidate, b: Candidate): number {
  return (
    byHost(a.host, b.host) ||
    Number(pathOf(b.match).type === EXACT) - Number(pathOf(a.match).type === EXACT) ||
    pathOf(b.match).value.length - pathOf(a.match).value.length ||
    Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
    (b.match.headers ?? []).length - (a.match.headers ?? []).length ||
    (b.match.queryParams ?? []).length - (a.match.queryParams ?? []).length ||
    (ageText(a.route) < ageText(b.route) ? -1 : Number(ageText(a.route) > ageText(b.route)))
  );
}

function ageText({ metadata }: HttpRoute): string {
  return `${metadata?.creationTimestamp} ${metadata?.namespace}/${metadata?.name}`;
}

/** Returns the path of a match with its defaults. */
export function pathOf({ path }: HttpRouteMatch): { readonly type: string; readonly value: string } {
  return { type: path?.type ?? PREFIX, value: path?.value ?? '/' };
}

function isMatch(match: HttpRouteMatch, { path, method, headers, query }: RoutedRequest): boolean {
  if (match.method !== undefined && match.method !== method) return false;
  return (
    isPathMatch(pathOf(match), path) &&
    (match.headers ?? []).every((wanted) => isValueMatch(wanted, valueOfHeader(headers, wanted.name))) &&
    (match.queryParams ?? []).every((wanted) => isValueMatch(wanted, valueOfQuery(query, wanted.name)))
  );
}

function isPathMatch({ type, value }: { readonly type: string; readonly value: string }, path: string): boolean {
  if (type === EXACT) return path === value;
  const prefix = value.replace(/\/$/, '');
  return type === PREFIX && (path === prefix || path.startsWith(`${prefix}/`));
}

/** Matches by regular expression are unsupported: they never match. */
function isValueMatch({ type = EXACT, value }: NamedValueMatch, present: string | undefined): boolean {
  return type === EXACT && value === present;
}

/** Repeated headers are one list (RFC 9110, 5.3). */
function valueOfHeader(headers: RoutedRequest['headers'], name: string): string | undefined {
  const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}

/** The first parameter of a name counts. */
function valueOfQuery(query: string, name: string): string | undefined {
  for (const pair of query.split('&')) {
    const [key = '', ...value] = pair.split('=');
    if (decoded(key) === name) return decoded(value.join('='));
  }
  return undefined;
}

/** Returns the decoded text; text that is no encoding stays. */
function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch (error) {
    if (error instanceof URIError) return spaced;
    throw error;
  }
}
