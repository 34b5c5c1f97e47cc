import { join } from 'node:path';

/** Configuration of the api-server beyond that of every service. */
export interface ApiServerConfig {
  /** Data folder with log, certificates and kubeconfig. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Port of the console; absent: there is none. */
  readonly consolePort?: number;
  /** URL for clients, written to the kubeconfig. */
  readonly publicUrl: string;
  /** DNS names and addresses of the server certificate. */
  readonly hosts: readonly string[];
  /** Host time in ms for which lab time waits after each event sent to a foreign controller. */
  readonly settleMs: number;
  /** True for an opened tape. */
  readonly isReadOnly: boolean;
}

/** Controllers on the same machine react within 15 to 30 ms. */
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

/** Reads `KLOCKWORK_DATA` (.klockwork), `KLOCKWORK_HOST` (127.0.0.1), `KLOCKWORK_PORT` (6443), `KLOCKWORK_CONSOLE_PORT` (none), `KLOCKWORK_PUBLIC_URL`, `KLOCKWORK_TLS_HOSTS` (more names, with commas), `KLOCKWORK_SETTLE_MS` (60), `KLOCKWORK_READ_ONLY` (true for a tape). */
export function readApiServerConfig(env: Readonly<Record<string, string | undefined>>): ApiServerConfig {
  const port = portOf('KLOCKWORK_PORT', env.KLOCKWORK_PORT ?? '6443');
  const consolePort = env.KLOCKWORK_CONSOLE_PORT;
  const settleMs = Number(env.KLOCKWORK_SETTLE_MS ?? SETTLE_MS);
  if (!Number.isFinite(settleMs) || settleMs < 0)
    throw new Error(`KLOCKWORK_SETTLE_MS must be milliseconds, not ${env.KLOCKWORK_SETTLE_MS}`);
  return {
    data: env.KLOCKWORK_DATA ?? '.klockwork',
    host: env.KLOCKWORK_HOST ?? '127.0.0.1',
    port,
    ...(consolePort !== undefined && consolePort !== '' && { consolePort: portOf('KLOCKWORK_CONSOLE_PORT', consolePort) }),
    publicUrl: env.KLOCKWORK_PUBLIC_URL ?? `https://127.0.0.1:${port}`,
    hosts: [...HOSTS, ...(env.KLOCKWORK_TLS_HOSTS?.split(',').map((host) => host.trim()) ?? [])],
    settleMs,
    isReadOnly: env.KLOCKWORK_READ_ONLY === 'true',
  };
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} must be a port, not ${text}`);
  return port;
}

/** Path of the log. */
export function logFile(config: ApiServerConfig): string {
  return join(config.data, 'events.db');
}
