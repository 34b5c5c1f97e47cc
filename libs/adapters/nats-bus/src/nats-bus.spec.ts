import type { BusConnection, BusMember } from '@klockwork/bus';
import { busContract, controlChannelContract } from '@klockwork/bus/testing';
import { EmbeddedBroker } from '@klockwork/embedded-nats';
import { findNatsServer, type NatsServer, TEST_AUTH } from '@klockwork/embedded-nats/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { NatsBus } from './nats-bus.ts';

/** Connects buses to one server. Settled once each bus flushed its messages and received all routed ones, including replies. */
async function harness(url: string) {
  const buses: NatsBus[] = [];
  return {
    connect: async (member: BusMember) => {
      const bus = await NatsBus.connect({ ...member, servers: [url], auth: TEST_AUTH });
      buses.push(bus);
      return bus;
    },
    // A closed connection flushes published messages, as a killed process leaves sent ones.
    kill: (bus: BusConnection) => (bus as NatsBus).close(),
    settle: async () => {
      for (let round = 0; round < 3; round++) await Promise.all(buses.filter((bus) => bus.connected).map((bus) => bus.flush()));
    },
    close: async () => {
      await Promise.all(buses.map((bus) => bus.close()));
    },
  };
}

describe('over the embedded broker', () => {
  let broker: EmbeddedBroker;
  beforeAll(async () => {
    broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
  });
  afterAll(() => broker.close());
  busContract('NatsBus', () => harness(broker.url));
  controlChannelContract('NatsBus', () => harness(broker.url));
});

const start = findNatsServer('the bus');
describe.skipIf(start === undefined)('over a real nats-server', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await (start as NonNullable<typeof start>)();
  }, 120_000);
  afterAll(() => server.kill());
  busContract('NatsBus', () => harness(server.url));
  controlChannelContract('NatsBus', () => harness(server.url));
});
