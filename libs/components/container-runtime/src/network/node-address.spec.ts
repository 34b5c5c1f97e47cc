import { MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { CountingActivity, ManualClock, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import { aNetwork, aServiceAt, aSlice } from '@klockwork/networking/testing';
import type { PortMapping } from '@klockwork/pod-lifecycle';
import { settle } from '@klockwork/userland/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { CrashLog } from '../crash-log.ts';
import { BusPeers } from './bus-peers.ts';
import { NodeNetwork } from './node-network.ts';
import type { SandboxNetwork } from './sandbox-network.ts';

/** Port of the Service, with its node port. */
const PORT = { port: 80, protocol: 'TCP', targetPort: 8080, nodePort: 30_080 };
const ADDRESSES = ['172.18.0.1', '172.18.0.2'] as const;

describe('the address of a node', () => {
  let clock: ManualClock;
  let nodes: NodeNetwork[];
  let near: SandboxNetwork;
  let far: SandboxNetwork;
  beforeEach(() => {
    clock = new ManualClock(0);
    const bus = new MemoryBusNetwork({ clock, random: new SeededRandom(5) });
    const slices = [aSlice([{ addresses: [ADDRESSES[0]] }])];
    const world = { view: aNetwork({ nodeAddresses: ADDRESSES, services: [aServiceAt({ ports: [PORT] })], slices }), serial: 1 };
    nodes = ADDRESSES.map((hostIP, index) => {
      const node = `node-${index + 1}`;
      const random = new SeededRandom(index);
      const activity = new CountingActivity((then) => void Promise.resolve().then(then));
      const peers = new BusPeers({
        bus: bus.connect({ name: node, clock, activity }),
        subjects: subjectsOf('lab'),
        clock,
        random,
        crashes: new CrashLog(silentLogger),
      });
      return new NodeNetwork({ clock, random, peers, node, podCidr: `10.244.${index + 1}.0/24`, hostIP, world: () => world });
    });
    near = open(0, 'near');
    far = open(1, 'far');
  });

  function open(node: number, name: string, options: { hostNetwork?: boolean; portMappings?: PortMapping[] } = {}): SandboxNetwork {
    const network = nodes[node]?.open(name, clock, { object: `pods/default/${name}`, ...options });
    if (network === undefined) throw new Error('no such node');
    return network;
  }

  /** Response of a server that returns its peer's address; `nothing` without a response. */
  async function heard(client: SandboxNetwork, address: string, port: number): Promise<string> {
    const asking = client.connect({ address, port }, new StopSource()).then(
      async (connection) => `${await connection.read()} at ${connection.remote.address}`,
      (error: { failure?: string }) => error.failure ?? String(error),
    );
    return Promise.race([asking, settle().then(() => 'nothing')]);
  }

  function greet(server: SandboxNetwork, port: number): void {
    const listener = server.listen({ address: '0.0.0.0', port });
    void (async () => {
      for (;;) {
        const accepted = await listener.accept();
        await accepted.write(`hello ${accepted.remote.address}`);
      }
    })();
  }

  test('pods on the host network are reachable at the node address, directly and through a Service', async () => {
    const server = open(0, 'server', { hostNetwork: true });
    greet(server, 8080);
    expect(server.address).toBe('172.18.0.1');
    expect(await heard(near, '172.18.0.1', 8080)).toBe(`hello ${near.address} at 172.18.0.1`);
    expect(await heard(near, '10.244.1.1', 8080)).toBe(`hello ${near.address} at 10.244.1.1`);
    expect(await heard(far, '172.18.0.1', 8080)).toBe(`hello ${far.address} at 172.18.0.1`);
    expect(await heard(far, '10.96.0.20', 80)).toBe(`hello ${far.address} at 10.96.0.20`);
  });

  test('pods on the host network send from the node address and share their ports', async () => {
    const [server, other] = [open(0, 'server', { hostNetwork: true }), open(0, 'other', { hostNetwork: true })];
    greet(server, 8080);
    expect(() => other.listen({ address: '0.0.0.0', port: 8080 })).toThrow('Address already in use');
    expect(await heard(other, '127.0.0.1', 8080)).toBe('hello 127.0.0.1 at 127.0.0.1');
    greet(far, 80);
    expect(await heard(other, far.address, 80)).toBe(`hello 172.18.0.1 at ${far.address}`);
    nodes[0]?.close('other');
    expect(await heard(far, '172.18.0.1', 8080)).toBe(`hello ${far.address} at 172.18.0.1`);
  });

  test('a closed port of the node address refuses connections, with and without pods on the host network', async () => {
    expect(await heard(near, '172.18.0.1', 9)).toBe('refused');
    expect(await heard(far, '172.18.0.1', 9)).toBe('refused');
    open(0, 'server', { hostNetwork: true });
    expect(await heard(near, '172.18.0.1', 9)).toBe('refused');
    expect(await heard(far, '172.18.0.1', 9)).toBe('refused');
  });

  test('a host port of the node address leads to its pod, until the pod is deleted', async () => {
    const server = open(0, 'server', { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'TCP' }] });
    greet(server, 80);
    expect(await heard(near, '172.18.0.1', 8080)).toBe(`hello ${near.address} at 172.18.0.1`);
    expect(await heard(far, '172.18.0.1', 8080)).toBe(`hello ${far.address} at 172.18.0.1`);
    expect(await heard(far, '172.18.0.2', 8080)).toBe('refused');
    nodes[0]?.close('server');
    expect(await heard(far, '172.18.0.1', 8080)).toBe('refused');
  });

  test('a host port with a host IP accepts connections to that address only', async () => {
    const mapping = { hostPort: 8080, containerPort: 80, protocol: 'TCP' } as const;
    greet(open(0, 'server', { portMappings: [{ ...mapping, hostIP: '127.0.0.1' }] }), 80);
    expect(await heard(far, '172.18.0.1', 8080)).toBe('refused');
  });

  test('pods on the host network reach host ports at the loopback and the node address, each with its own pod', async () => {
    const mapping = { hostPort: 8080, containerPort: 80, protocol: 'TCP' } as const;
    greet(open(0, 'inside', { portMappings: [{ ...mapping, hostIP: '127.0.0.1' }] }), 80);
    const outside = open(0, 'outside', { portMappings: [{ ...mapping, hostIP: '172.18.0.1' }] });
    greet(outside, 80);
    const client = open(0, 'client', { hostNetwork: true });
    expect(await heard(client, '127.0.0.1', 8080)).toBe('hello 172.18.0.1 at 127.0.0.1');
    expect(await heard(client, '172.18.0.1', 8080)).toBe('hello 172.18.0.1 at 172.18.0.1');
    nodes[0]?.close('outside');
    expect(await heard(client, '172.18.0.1', 8080)).toBe('refused');
    expect(await heard(client, '127.0.0.1', 8080)).toBe('hello 172.18.0.1 at 127.0.0.1');
  });

  test('pods on the host network reach node ports at the address of their own node', async () => {
    greet(open(0, 'server', { hostNetwork: true }), 8080);
    const client = open(1, 'client', { hostNetwork: true });
    expect(await heard(client, '172.18.0.2', 30_080)).toBe('hello 172.18.0.2 at 172.18.0.2');
  });

  test.each([
    ['a pod of another node', () => far.address, 80, { type: 'accepted' }],
    ['a closed port', () => far.address, 81, { type: 'refused' }],
    ['a Service', () => '10.96.0.20', 80, { type: 'accepted' }],
    ['the node, as localhost', () => 'localhost', 8080, { type: 'accepted' }],
    ['an unknown name', () => 'far.example', 80, { type: 'refused' }],
  ])('a node reaches %s', async (_, host, port, answer) => {
    greet(far, 80);
    greet(open(0, 'server', { hostNetwork: true }), 8080);
    expect(await nodes[0]?.reachHost({ host: host(), port }, { type: 'tcp' })).toEqual(answer);
  });

  test('the node address delivers datagrams to pods on the host network, and by host port', async () => {
    const resolver = open(0, 'resolver', { hostNetwork: true }).bind({ address: '0.0.0.0', port: 53 });
    const mapped = open(0, 'mapped', { portMappings: [{ hostPort: 5353, containerPort: 53, protocol: 'UDP' }] });
    const other = mapped.bind({ address: '0.0.0.0', port: 53 });
    far.send(4_000, { address: '172.18.0.1', port: 53 }, 'a');
    far.send(4_000, { address: '172.18.0.1', port: 5353 }, 'b');
    near.send(4_000, { address: '172.18.0.1', port: 5353 }, 'c');
    await settle();
    const received = [await resolver.receive(), await other.receive(), await other.receive()].map(({ bytes }) => bytes);
    expect([received[0], received.slice(1).sort()]).toEqual(['a', ['b', 'c']]);
  });
});
