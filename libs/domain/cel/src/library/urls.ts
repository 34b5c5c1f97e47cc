import { type FunctionDeclaration, type Implementation, member, overload } from '../checker/function.ts';
import { BOOL, listOf, mapOf, STRING } from '../types/type.ts';
import { LiteralMap } from '../values/map-value.ts';
import { CelError, type LibraryValue, ListValue, type Value } from '../values/value.ts';
import { URL_TYPE as U } from './library-types.ts';

/** Parts of an address. */
class UrlValue implements LibraryValue {
  readonly libraryType = U;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor([scheme, host, path, query]: readonly [string, string, string, string]) {
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }

  equals(other: Value): boolean {
    const parts = (url: UrlValue): string => `${url.scheme}://${url.host}${url.path}?${url.query}`;
    return other instanceof UrlValue && parts(other) === parts(this);
  }
}

/** Returns the parts, or the problem that Go's `url.ParseRequestURI` names. */
export function parseRequestUri(text: string): readonly [string, string, string, string] | { readonly problem: string } {
  const fail = (reason: string) => ({ problem: `parse ${JSON.stringify(text)}: ${reason}` });
  if (hasControl(text)) return fail('net/url: invalid control character in URL');
  if (text === '') return fail('empty url');
  if (text.startsWith(':')) return fail('missing protocol scheme');
  const [, scheme = '', rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?([\s\S]*)$/.exec(text) as RegExpExecArray;
  const [beforeQuery = '', ...queries] = rest.split('?');
  if (!rest.startsWith('/')) {
    return scheme === '' || rest === '' ? fail('invalid URI for request') : [scheme.toLowerCase(), '', '', queries.join('?')];
  }
  const authority = /^\/\/([^/]*)([\s\S]*)$/.exec(beforeQuery);
  const hasAuthority = authority !== null && (scheme !== '' || !beforeQuery.startsWith('///'));
  const host = hasAuthority ? (authority[1] as string).replace(/^.*@/, '') : '';
  const path = hasAuthority ? (authority[2] as string) : beforeQuery;
  const wrong = hostProblem(host) ?? escapeProblem(path);
  return wrong === undefined ? [scheme.toLowerCase(), host, path, queries.join('?')] : fail(wrong);
}

function hasControl(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\x7f');
}

function escapeProblem(text: string): string | undefined {
  const wrong = /%(?![0-9a-fA-F]{2})[\s\S]{0,2}/.exec(text);
  return wrong === null ? undefined : `invalid URL escape ${JSON.stringify(wrong[0])}`;
}

function hostProblem(host: string): string | undefined {
  const wrong = /[ "<>\\^`{}|]/.exec(host);
  if (wrong !== null) return `invalid character ${JSON.stringify(wrong[0])} in host name`;
  if (host.startsWith('[')) return host.includes(']') ? portProblem(host.slice(host.lastIndexOf(']') + 1)) : "missing ']' in host";
  const colon = host.lastIndexOf(':');
  return colon < 0 ? undefined : portProblem(host.slice(colon));
}

function portProblem(port: string): string | undefined {
  return port === '' || /^:[0-9]*$/.test(port) ? undefined : `invalid port ${JSON.stringify(port)} after host`;
}

function hostname({ host }: UrlValue): string {
  const bracketedMatch = /^\[([^\]]*)\]/.exec(host);
  return bracketedMatch === null ? host.replace(/:[0-9]*$/, '') : (bracketedMatch[1] as string);
}

function port({ host }: UrlValue): string {
  return /:([0-9]*)$/.exec(host)?.[1] ?? '';
}

/** Pairs with an invalid escape or a semicolon are dropped, as in Go. */
function query(url: UrlValue): Value {
  const values = new Map<string, string[]>();
  for (const pair of url.query.split('&')) {
    const [key, value] = pair.includes('=') ? [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] : [pair, ''];
    if (pair === '' || pair.includes(';') || escapeProblem(pair) !== undefined) continue;
    const name = decode(key);
    values.set(name, [...(values.get(name) ?? []), decode(value)]);
  }
  return new LiteralMap([...values].map(([key, items]) => [key, new ListValue(items)]));
}

function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

const toUrl: Implementation = (text) => {
  const parts = parseRequestUri(text as string);
  return 'problem' in parts ? new CelError(`URL parse error during conversion from string: ${parts.problem}`) : new UrlValue(parts);
};

function getter(name: string, id: string, read: (url: UrlValue) => Value, type = STRING): FunctionDeclaration {
  return { name, evaluate: (url) => read(url as UrlValue), overloads: [member(id, [U], type)] };
}

/** Kubernetes' addresses. */
export const urls: readonly FunctionDeclaration[] = [
  { name: 'url', evaluate: toUrl, overloads: [overload('string_to_url', [STRING], U)] },
  {
    name: 'isURL',
    evaluate: (text) => !('problem' in parseRequestUri(text as string)),
    overloads: [overload('is_url_string', [STRING], BOOL)],
  },
  getter('getScheme', 'url_get_scheme', (url) => url.scheme),
  getter('getHost', 'url_get_host', (url) => url.host),
  getter('getHostname', 'url_get_hostname', hostname),
  getter('getPort', 'url_get_port', port),
  getter('getEscapedPath', 'url_get_escaped_path', (url) => url.path),
  getter('getQuery', 'url_get_query', query, mapOf(STRING, listOf(STRING))),
];
