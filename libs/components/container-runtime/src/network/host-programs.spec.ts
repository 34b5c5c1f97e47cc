import { aNetwork, aServiceAt } from '@klockwork/networking/testing';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { HostDialer } from '@klockwork/userland';
import { expect, test } from 'vitest';
import { NetworkLab } from '../testing/network-lab.ts';
import { connectedEnds, type TcpEnd } from './tcp-end.ts';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nhi\n';

/** A dialer to one program: `serve` gets the program's end of each connection. */
function dialerTo(port: number, serve: (end: TcpEnd) => Promise<void>): HostDialer {
  return {
    async dial(program) {
      if (program.port !== port) throw new ConnectionError('refused');
      const { client, server } = connectedEnds({ address: '127.0.0.1', port: 50_000 }, { address: program.host, port });
      void serve(server);
      return client;
    },
  };
}

async function labWith(to: string, serve: (end: TcpEnd) => Promise<void>) {
  const lab = new NetworkLab();
  lab.dialer = dialerTo(9443, serve);
  const connections = [{ metadata: { namespace: 'default', name: 'web' }, spec: { to } }];
  lab.view = aNetwork({ services: [aServiceAt()], connections });
  const client = await lab.pod(1, 'debian', { command: ['sleep', 'infinity'] });
  return (script: string, limitMs = 0) => lab.run(client, ['sh', '-c', script], limitMs);
}

test('a pod reaches a program of the host by the name and the address of a connected Service', async () => {
  const heard: string[] = [];
  const run = await labWith('127.0.0.1:9443', async (end) => {
    heard.push((await end.read())?.split('\r\n')[0] ?? '');
    await end.write(ANSWER);
    end.end();
  });
  expect(await run('curl -s web/a; curl -s 10.96.0.20/b')).toEqual({ stdout: 'hi\nhi\n', stderr: '', code: 0 });
  expect(heard).toEqual(['GET /a HTTP/1.1', 'GET /b HTTP/1.1']);
});

test('a pod is refused while the program does not listen', async () => {
  const run = await labWith('127.0.0.1:9444', async () => {});
  expect((await run('curl -sS web')).code).toBe(7);
});

test('a pod reads a reset from a program that aborts', async () => {
  const run = await labWith('127.0.0.1:9443', async (end) => {
    await end.read();
    end.reset();
  });
  expect(await run('curl -sS web')).toEqual({ stdout: '', stderr: 'curl: (56) Recv failure: Connection reset by peer\n', code: 56 });
});
