import { findNatsCluster, findNatsServer, TEST_AUTH } from '@klockwork/embedded-nats/testing';

/** Started message bus of a lab. */
export interface RunningBus {
  /** Environment variables that select the bus. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Kind of bus with its start function; undefined if unavailable on this machine. */
export interface BusKind {
  readonly name: string;
  readonly start: (() => Promise<RunningBus>) | undefined;
}

const startServer = findNatsServer('the clock');
const startCluster = findNatsCluster('the clock');

/** Buses of the clock's tests. */
export const BUSES: readonly BusKind[] = [
  { name: 'the embedded broker', start: async () => ({ env: {}, stop: async () => {} }) },
  {
    name: 'a nats-server',
    start: startServer && (() => startServer().then((server) => ({ env: envOf(server.url), stop: () => server.kill() }))),
  },
  {
    name: 'three routed nats-servers',
    start: startCluster && (() => startCluster().then((cluster) => ({ env: envOf(cluster.urls), stop: () => cluster.kill() }))),
  },
];

/** Environment of a lab on a NATS server of the tests. */
export function envOf(url: string): Record<string, string> {
  return { NATS_URL: url, NATS_USER: TEST_AUTH.user, NATS_PASSWORD: TEST_AUTH.password };
}
