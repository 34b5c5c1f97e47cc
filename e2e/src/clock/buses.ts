import { findNatsCluster, findNatsServer, TEST_AUTH } from '@klockwork/embedded-nats/testing';

/** What carries a lab's messages. */
export interface RunningBus {
  /** How the lab is told of it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A kind of bus, and how to start one; undefined where this machine has none. */
export interface BusKind {
  readonly name: string;
  readonly start: (() => Promise<RunningBus>) | undefined;
}

const startServer = findNatsServer('the clock');
const startCluster = findNatsCluster('the clock');

/** All that the clock must be exact over. */
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

/** How a lab is told of a NATS server of the tests. */
export function envOf(url: string): Record<string, string> {
  return { NATS_URL: url, NATS_USER: TEST_AUTH.user, NATS_PASSWORD: TEST_AUTH.password };
}
