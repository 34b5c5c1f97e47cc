import type { BusSession } from '@klockwork/bus';
import { StopSource } from '@klockwork/kernel';
import { settle } from '@klockwork/userland/testing';
import { expect, test } from 'vitest';
import { connectedEnds } from './tcp-end.ts';
import { Tunnel } from './tunnel.ts';

test('a failure of ours resets the connection and aborts its session', async () => {
  const { client, server } = connectedEnds({ address: '10.244.1.2', port: 40_000 }, { address: '10.244.2.2', port: 80 });
  const crashes: unknown[] = [];
  const failure = new TypeError('x is not a function');
  let aborts = 0;
  const session = {
    begin: () => {},
    send: () => Promise.reject(failure),
    abort: () => {
      aborts += 1;
    },
  } as unknown as BusSession;
  const tunnel = new Tunnel(
    server,
    () => session,
    new StopSource(),
    (error) => crashes.push(error),
  );
  tunnel.begin();
  await client.write('hello');
  await settle();
  expect([crashes, aborts]).toEqual([[failure], 1]);
  await expect(client.read()).rejects.toThrow('reset');
});
