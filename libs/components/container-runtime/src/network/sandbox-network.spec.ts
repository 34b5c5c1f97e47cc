import { ManualClock, StoppedError } from '@klockwork/kernel';
import { beforeEach, describe, expect, test } from 'vitest';
import { nowhere } from '../testing/process-lab.ts';
import { SandboxNetwork } from './sandbox-network.ts';

const OWN = '10.244.1.2';
const FROM = { address: '10.244.1.9', port: 40_000 };

describe('the sockets of a pod', () => {
  let clock: ManualClock;
  let network: SandboxNetwork;
  beforeEach(() => {
    clock = new ManualClock(0);
    network = new SandboxNetwork({ clock, address: OWN, object: 'pods/default/web', router: nowhere });
  });
  const connect = (address: string, port = 80) => network.connected(FROM, { address, port });

  test.each([
    ['0.0.0.0', ['127.0.0.1', OWN, '127.1.2.3']],
    ['127.0.0.1', ['127.0.0.1']],
    [OWN, [OWN]],
  ])('at %s take connections to %s', (address, reached) => {
    network.listen({ address, port: 80 });
    const taken = ['127.0.0.1', OWN, '127.1.2.3'].filter((to) => {
      try {
        return connect(to);
      } catch {
        return false;
      }
    });
    expect(taken).toEqual(address === '127.0.0.1' ? ['127.0.0.1', '127.1.2.3'] : reached);
  });

  test('a closed port of a pod refuses connections', () => {
    expect(() => connect(OWN)).toThrow('Connection refused');
    const listener = network.listen({ address: '0.0.0.0', port: 80 });
    expect(() => connect(OWN, 81)).toThrow('Connection refused');
    listener.close();
    expect(() => connect(OWN)).toThrow('Connection refused');
  });

  test('a port with an opening time opens at that time', () => {
    network.listen({ address: '0.0.0.0', port: 80 }, { opensAt: 1_000 });
    expect(() => connect(OWN)).toThrow('Connection refused');
    clock.advanceTo(1_000);
    expect(connect(OWN).remote).toEqual({ address: OWN, port: 80 });
  });

  test('a port is bound only once', () => {
    network.listen({ address: '127.0.0.1', port: 80 });
    expect(() => network.listen({ address: '0.0.0.0', port: 80 })).toThrow('Address already in use');
    expect(() => network.listen({ address: '10.244.1.3', port: 81 })).toThrow('Cannot assign requested address');
    network.listen({ address: OWN, port: 80 });
    expect(network.listeners.map(({ local }) => local.address)).toEqual(['127.0.0.1', OWN]);
  });

  test('a connection waits in the backlog until accepted; unaccepted ones are reset', async () => {
    const listener = network.listen({ address: '0.0.0.0', port: 80 });
    const [first, second] = [connect(OWN), connect(OWN)];
    first.write('hello');
    const accepted = await listener.accept();
    expect([await accepted.read(), accepted.remote]).toEqual(['hello', FROM]);
    listener.close();
    await expect(second.read()).rejects.toThrow('Connection reset by peer');
    await expect(listener.accept()).rejects.toThrow(StoppedError);
  });
});
