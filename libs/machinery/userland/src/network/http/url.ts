/** Parts of a URL; no fragment. */
export interface Url {
  readonly scheme: string;
  /** `user:password`; may be empty. */
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** Path and query: `/a?b`. */
  readonly target: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Parses a URL; default scheme is `http`. Undefined when invalid. */
export function parseUrl(text: string): Url | undefined {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:([^@/?#]*)@)?([^:/?#\s]+)(?::(\d*))?([/?][^#\s]*)?(?:#\S*)?$/.exec(text);
  if (match === null) return undefined;
  const [, scheme = 'http', user = '', host = '', port = '', target = '/'] = match;
  const number = port === '' ? (PORTS[scheme.toLowerCase()] ?? 80) : Number(port);
  if (number > 65_535) return undefined;
  return { scheme: scheme.toLowerCase(), user, host, port: number, target: target.startsWith('?') ? `/${target}` : target };
}

/** `Host` header: host, plus a non-default port. */
export function authority({ scheme, host, port }: Url): string {
  return PORTS[scheme] === port ? host : `${host}:${port}`;
}

/** URL text without user and password. */
export function urlText(url: Url): string {
  return `${url.scheme}://${authority(url)}${url.target}`;
}

/** Resolves a `Location` header against a URL; undefined when invalid. */
export function redirected(from: Url, location: string): Url | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return parseUrl(location);
  if (location.startsWith('//')) return parseUrl(`${from.scheme}:${location}`);
  const path = from.target.replace(/[?].*$/, '');
  return { ...from, target: location.startsWith('/') ? location : `${path.slice(0, path.lastIndexOf('/') + 1)}${location}` };
}
