import { join } from 'node:path';

/** What the api-server is told by its environment beside what every service is. */
export interface ApiServerConfig {
  /** Data folder: the log, the certificates, the kubeconfig. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Where clients find it, for the kubeconfig. */
  readonly publicUrl: string;
  /** DNS names and addresses of the server certificate. */
  readonly hosts: readonly string[];
  /** How long the lab's time waits for a foreign controller after each event sent to it, in milliseconds of the host's time. */
  readonly settleMs: number;
}

/** A controller in the same machine reacts within 15 to 30 ms. */
const SETTLE_MS = 60;

const HOSTS = [
  'localhost',
  '127.0.0.1',
  '::1',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '10.96.0.1',
];

/** Reads `KLOCKWORK_DATA` (.klockwork), `KLOCKWORK_HOST` (127.0.0.1), `KLOCKWORK_PORT` (6443), `KLOCKWORK_PUBLIC_URL`, `KLOCKWORK_TLS_HOSTS` (more names, with commas), `KLOCKWORK_SETTLE_MS` (60). */
export function readApiServerConfig(env: Readonly<Record<string, string | undefined>>): ApiServerConfig {
  const port = Number(env.KLOCKWORK_PORT ?? 6443);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`KLOCKWORK_PORT must be a port, not ${env.KLOCKWORK_PORT}`);
  const settleMs = Number(env.KLOCKWORK_SETTLE_MS ?? SETTLE_MS);
  if (!Number.isFinite(settleMs) || settleMs < 0)
    throw new Error(`KLOCKWORK_SETTLE_MS must be milliseconds, not ${env.KLOCKWORK_SETTLE_MS}`);
  return {
    data: env.KLOCKWORK_DATA ?? '.klockwork',
    host: env.KLOCKWORK_HOST ?? '127.0.0.1',
    port,
    publicUrl: env.KLOCKWORK_PUBLIC_URL ?? `https://127.0.0.1:${port}`,
    hosts: [...HOSTS, ...(env.KLOCKWORK_TLS_HOSTS?.split(',').map((host) => host.trim()) ?? [])],
    settleMs,
  };
}

/** Where the log is kept. */
export function logFile(config: ApiServerConfig): string {
  return join(config.data, 'events.db');
}
