/** What a URL names, as far as clients in pods go. */
export interface Url {
  readonly scheme: string;
  /** `user:password`; empty when there is none. */
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** Path and query: `/a?b`. */
  readonly target: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Reads a URL; `http` unless it says a scheme. Undefined when it is none. */
export function parseUrl(text: string): Url | undefined {
  const found = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:([^@/?#]*)@)?([^:/?#\s]+)(?::(\d*))?([/?][^#\s]*)?(?:#\S*)?$/.exec(text);
  if (found === null) return undefined;
  const [, scheme = 'http', user = '', host = '', port = '', target = '/'] = found;
  const number = port === '' ? (PORTS[scheme.toLowerCase()] ?? 80) : Number(port);
  if (number > 65_535) return undefined;
  return { scheme: scheme.toLowerCase(), user, host, port: number, target: target.startsWith('?') ? `/${target}` : target };
}

/** The host and, where it is not the scheme's own, the port: what the header `Host` says. */
export function authority({ scheme, host, port }: Url): string {
  return PORTS[scheme] === port ? host : `${host}:${port}`;
}

/** A URL as text, without its user. */
export function urlText(url: Url): string {
  return `${url.scheme}://${authority(url)}${url.target}`;
}

/** Where a `Location` leads to from a URL; undefined when nowhere. */
export function redirected(from: Url, location: string): Url | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(location)) return parseUrl(location);
  if (location.startsWith('//')) return parseUrl(`${from.scheme}:${location}`);
  const path = from.target.replace(/[?].*$/, '');
  return { ...from, target: location.startsWith('/') ? location : `${path.slice(0, path.lastIndexOf('/') + 1)}${location}` };
}
