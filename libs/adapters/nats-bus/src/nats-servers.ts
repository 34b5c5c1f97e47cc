/** Credentials for the server. */
export type NatsAuth = { readonly user: string; readonly password: string } | { readonly token: string };

/** Server addresses, with credentials if an address contains some. */
export interface NatsServers {
  readonly servers: readonly string[];
  readonly auth: NatsAuth | undefined;
}

/**
 * Parses NATS_URL: addresses of one cluster, separated by commas, optionally with `nats://`, and `user:password@` or `token@` in any.
 * Throws TypeError for an invalid address.
 */
export function parseNatsUrl(text: string): NatsServers {
  const urls = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => new URL(part.includes('://') ? part : `nats://${part}`));
  const namedUrl = urls.find((url) => url.username !== '');
  return { servers: urls.map((url) => `${url.protocol}//${url.host}`), auth: namedUrl === undefined ? undefined : authOf(namedUrl) };
}

function authOf(url: URL): NatsAuth {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return url.password === '' ? { token: user } : { user, password };
}
