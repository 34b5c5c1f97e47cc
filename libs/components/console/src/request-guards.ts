import type { ApiRequest } from '@klockwork/http-api';

type Headers = ApiRequest['headers'];

/** First segments of the paths of the API. */
const API_ROOTS: ReadonlySet<string> = new Set([
  ...['api', 'apis', 'openapi', 'version', 'klockwork', 'at', 'replay'],
  ...['healthz', 'livez', 'readyz', 'metrics', 'logs', '.well-known'],
]);
/** Paths of login links: a session must not outlive itself. */
const LINKS = 'klockwork/v1/console';

/** Prefix of the API of a drilled cluster, and of the pages about it. */
const DRILL = 'drill';

/** Returns the decoded segments of a path; undefined for an invalid escape. As in the API, decoding precedes splitting. */
export function segmentsOf(path: string): readonly string[] | undefined {
  try {
    return decodeURIComponent(path)
      .split('/')
      .filter((segment) => segment !== '');
  } catch {
    return undefined;
  }
}

/** `/drill/api/…` is the API of a drilled cluster, and `/drill/map` a page about it. */
export function isApiPath([root = '', next = '']: readonly string[]): boolean {
  return API_ROOTS.has(root === DRILL ? next : root);
}

/** True if the Host header names this lab: a page of another name that resolves to this address is refused. */
export function isOwnHost({ host }: Headers, names: ReadonlySet<string>): boolean {
  return host !== undefined && names.has(host.replace(/:\d+$/, '').toLowerCase());
}

/**
 * True for a request by the console's own pages. Browsers name the origin in `Sec-Fetch-Site` or `Origin`; pages of another port of the
 * same machine have the cookie too, and differ here.
 */
export function isFromOwnPage({ origin, host, ...headers }: Headers): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined && origin === undefined) return false;
  return (site === undefined || site === 'same-origin') && (origin === undefined || origin === `http://${host}`);
}

/** True for a browser that would show the answer as a page. */
export function isForDocument(headers: Headers): boolean {
  const dest = headers['sec-fetch-dest'];
  return dest !== undefined && dest !== 'empty' && dest !== 'websocket';
}

/** True for what is absent from this origin: programs of the cluster behind `/proxy`, and login links. */
export function isAbsent(path: readonly string[]): boolean {
  const segments = path[0] === DRILL ? path.slice(1) : path;
  const [root, ...rest] = segments[0] === 'at' || segments[0] === 'replay' ? segments.slice(2) : segments;
  if ([root, ...rest].join('/').startsWith(LINKS)) return true;
  if (root !== 'api') return false;
  const [, ...parts] = rest;
  const inNamespace = parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  return inNamespace[0] === 'proxy' || inNamespace[2] === 'proxy';
}
