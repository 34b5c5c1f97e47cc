import { readFileSync } from 'node:fs';
import { type NatsServers, parseNatsUrl } from './nats-servers.ts';

/** Default address. */
const DEFAULT_URL = 'nats://127.0.0.1:4222';

/**
 * Reads `NATS_URL`, `NATS_USER`, and `NATS_PASSWORD` or `NATS_PASSWORD_FILE`, which come before what the address holds.
 * Throws the system's error when that file cannot be read, and a TypeError for what is no address.
 */
export function readNatsServers(env: Readonly<Record<string, string | undefined>>): NatsServers {
  const { servers, auth } = parseNatsUrl(env.NATS_URL ?? DEFAULT_URL);
  // An empty variable removes an inherited value.
  const password = env.NATS_PASSWORD || (env.NATS_PASSWORD_FILE ? readFileSync(env.NATS_PASSWORD_FILE, 'utf8').trim() : undefined);
  return { servers, auth: env.NATS_USER !== undefined && password !== undefined ? { user: env.NATS_USER, password } : auth };
}
