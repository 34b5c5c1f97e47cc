import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { CountingActivity, ManualClock, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import type { NetworkView } from '@klockwork/networking';
import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import type { NetworkPolicy } from '@klockwork/resources';
import { advance, settle } from '@klockwork/userland/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { CrashLog } from '../crash-log.ts';
import { BusPeers } from './bus-peers.ts';
import { NodeNetwork } from './node-network.ts';
import type { SandboxNetwork } from './sandbox-network.ts';

describe('pods on different nodes', () => {
  let clock: ManualClock;
  let bus: MemoryBusNetwork;
  let view: NetworkView;
  let policies: NetworkPolicy[];
  let server: SandboxNetwork;
  let client: SandboxNetwork;
  beforeEach(() => {
    clock = new ManualClock(0);
    bus = new MemoryBusNetwork({ clock, random: new SeededRandom(5) });
    view = aNetwork({});
    policies = [];
    server = node(1).open('server', clock, { object: 'pods/default/server' });
    client = node(2).open('client', clock, { object: 'pods/default/client' });
  });

  /** Network of a node in its own agent. */
  function node(number: number): NodeNetwork {
    const activity = new CountingActivity((then) => void Promise.resolve().then(then));
    const [name, random] = [`node-${number}`, new SeededRandom(number)];
    const peers = new BusPeers({
      bus: bus.connect({ name, clock, activity }),
      subjects: subjectsOf('lab'),
      clock,
      random,
      crashes: new CrashLog(silentLogger),
    });
    const place = { node: name, podCidr: `10.244.${number}.0/24`, hostIP: `172.18.0.${number}` };
    const guard = {
      policies: () => policies,
      labelsOfNamespace: () => ({}),
      pod: (object: string) => ({ namespace: 'default', labels: { app: object.split('/')[2] ?? '' }, ports: [] }),
    };
    return new NodeNetwork({ clock, random, peers, ...place, world: () => ({ view, serial: 1 }), policies: guard });
  }

  const connect = (address: string, port = 80, owner = new StopSource()) => client.connect({ address, port }, owner);
  const listen = (port: number) => server.listen({ address: '0.0.0.0', port });
  const failure = async (connecting: Promise<unknown>) => {
    const outcome = connecting.then(
      () => 'connected',
      (error: { failure?: string }) => error.failure ?? String(error),
    );
    return Promise.race([outcome, settle().then(() => 'nothing')]);
  };

  test('pods on different nodes exchange bytes, and both directions end independently', async () => {
    const listener = listen(7);
    const connection = await connect(server.address, 7);
    const accepted = await listener.accept();
    connection.write('ask');
    connection.end();
    expect([await accepted.read(), await accepted.read(), accepted.remote.address]).toEqual(['ask', undefined, client.address]);
    accepted.write('answer');
    accepted.close();
    expect([await connection.read(), await connection.read()]).toEqual(['answer', undefined]);
    connection.close();
    await settle();
    expect(clock.nextDeadline().at).toBeNull();
  });

  test('a large transfer between nodes loses nothing and has backpressure', async () => {
    const listener = listen(7);
    const connection = await connect(server.address, 7);
    const accepted = await listener.accept();
    let written = 0;
    const writing = (async () => {
      for (; written < 40; written++) await connection.write(String.fromCharCode(65 + written).repeat(65_536));
      connection.end();
    })();
    await settle();
    expect(written).toBeLessThan(20);
    let seen = '';
    for (let bytes = await accepted.read(); bytes !== undefined; bytes = await accepted.read()) seen += bytes;
    await writing;
    expect([seen.length, seen.charCodeAt(0), seen.charCodeAt(seen.length - 1)]).toEqual([40 * 65_536, 65, 104]);
  });

  test('a closed port on another node refuses, and unread bytes at close cause a reset', async () => {
    expect(await failure(connect(server.address, 81))).toBe('refused');
    const listener = listen(7);
    const connection = await connect(server.address, 7);
    const accepted = await listener.accept();
    connection.write('ignored');
    await settle();
    accepted.close();
    expect(await failure(connection.read())).toBe('reset');
    expect(await failure(Promise.resolve(connection.write('more')))).toBe('reset');
  });

  test("a connection to a missing pod or node times out after Linux's limit", async () => {
    const waiting = [connect('10.244.1.99'), connect('10.244.7.2'), connect('10.97.1.1')];
    const outcomes = Promise.all(waiting.map((one) => one.catch((error: Error) => error.message)));
    await advance(clock, 130_999);
    expect(await Promise.race([outcomes, 'waiting'])).toBe('waiting');
    await advance(clock, 1);
    expect(await outcomes).toEqual(Array(3).fill('Connection timed out'));
  });

  test('pods reach neither addresses outside the cluster nor servers of their nodes', async () => {
    view = aNetwork({ nodeAddresses: ['172.18.0.1'] });
    expect([await failure(connect('93.184.216.34')), await failure(connect('172.18.0.1'))]).toEqual(['unreachable', 'refused']);
  });

  test('a process that ends closes its connections, pending ones too', async () => {
    const owner = new StopSource();
    const giving = failure(connect('10.244.1.99', 80, owner));
    const listener = listen(7);
    const connection = await connect(server.address, 7, owner);
    owner.stop();
    expect(await giving).toBe('StoppedError: stopped');
    expect(await failure(connection.read())).toBe('StoppedError: stopped');
    const accepted = await listener.accept();
    expect(await accepted.read()).toBeUndefined();
    accepted.close();
    await settle();
    expect(clock.nextDeadline().at).toBeNull();
  });

  test('notice within 5 s that the other agent died', async () => {
    const listener = listen(7);
    const connection = await connect(server.address, 7);
    const accepted = await listener.accept();
    const reading = accepted.read().catch((error: Error) => error.message);
    bus.disconnect('node-2');
    await advance(clock, 5_000);
    expect(await reading).toBe('Connection timed out');
    connection.close();
  });

  test('a Service leads to its ready pods only', async () => {
    const endpoint = { addresses: [server.address], conditions: { ready: true } };
    listen(80);
    const slice = (ready: boolean) =>
      aSlice([{ ...endpoint, conditions: { ready } }], { ports: [{ name: '', protocol: 'TCP', port: 80 }] });
    view = aNetwork({ services: [aServiceAt()], slices: [slice(true)] });
    expect((await connect('10.96.0.20')).remote).toEqual({ address: '10.96.0.20', port: 80 });
    view = aNetwork({ services: [aServiceAt()], slices: [slice(false)] });
    expect(await failure(connect('10.96.0.20'))).toBe('refused');
  });

  test('pods on different nodes exchange datagrams', async () => {
    const socket = server.bind({ address: '0.0.0.0', port: 53 });
    client.send(4_000, { address: server.address, port: 53 }, 'hello');
    client.send(4_000, { address: server.address, port: 54 }, 'nobody');
    expect(await socket.receive()).toEqual({
      from: { address: client.address, port: 4_000 },
      to: { address: server.address, port: 53 },
      bytes: 'hello',
    });
  });

  test('policies are applied to datagrams, and answers come back to a pod that is closed to all others', async () => {
    const isolated = (app: string): NetworkPolicy => ({ spec: { podSelector: { matchLabels: { app } }, policyTypes: ['Ingress'] } });
    const asked = server.bind({ address: '0.0.0.0', port: 53 });
    const asking = client.bind({ address: '0.0.0.0', port: 4_000 });
    policies = [isolated('client')];
    server.send(53, { address: client.address, port: 4_000 }, 'unasked');
    await settle();
    client.send(4_000, { address: server.address, port: 53 }, 'question');
    expect(await asked.receive()).toMatchObject({ bytes: 'question' });
    server.send(53, { address: client.address, port: 4_000 }, 'answer');
    expect(await asking.receive()).toMatchObject({ bytes: 'answer' });
    await advance(clock, 30_001);
    server.send(53, { address: client.address, port: 4_000 }, 'late');
    await settle();
    policies = [];
    server.send(53, { address: client.address, port: 4_000 }, 'open');
    expect(await asking.receive()).toMatchObject({ bytes: 'open' });
  });

  test('a policy drops connections to a pod, which time out', async () => {
    listen(80);
    policies = [{ spec: { podSelector: { matchLabels: { app: 'server' } }, policyTypes: ['Ingress'] } }];
    const refused = connect(server.address).catch((error: Error) => error.message);
    await advance(clock, 131_000);
    expect(await refused).toBe('Connection timed out');
    policies = [];
    expect(await failure(connect(server.address))).toBe('connected');
  });
});
