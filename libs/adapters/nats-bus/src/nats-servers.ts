/** Credentials for the server. */
export type NatsAuth = { readonly user: string; readonly password: string } | { readonly token: string };

/** Where the servers are, and the credentials when the address holds them. */
export interface NatsServers {
  readonly servers: readonly string[];
  readonly auth: NatsAuth | undefined;
}

/**
 * Reads what people write in NATS_URL: one address or several of one cluster with commas between, with or without
 * `nats://`, with `user:password@` or `token@` in the first that has any. Throws a TypeError for what is no address.
 */
export function parseNatsUrl(text: string): NatsServers {
  const urls = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => new URL(part.includes('://') ? part : `nats://${part}`));
  const named = urls.find((url) => url.username !== '');
  return { servers: urls.map((url) => `${url.protocol}//${url.host}`), auth: named === undefined ? undefined : authOf(named) };
}

function authOf(url: URL): NatsAuth {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return url.password === '' ? { token: user } : { user, password };
}
