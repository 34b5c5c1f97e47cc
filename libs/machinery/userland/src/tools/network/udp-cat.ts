import { StoppedError } from '@klockwork/kernel';
import { ANY_ADDRESS, type Endpoint } from '../../network/endpoint.ts';
import type { DatagramSocket } from '../../network/network.ts';
import { SocketError } from '../../network/socket-error.ts';
import { READ_BYTES } from '../../process/stream.ts';
import type { Call } from '../call.ts';
import { DeadlineError, within } from './deadline.ts';
import { lookUpHost } from './resolver.ts';

/** Peer and options of a UDP session. */
interface UdpCat {
  readonly listens: boolean;
  readonly limitMs: number;
  readonly host: string;
  readonly ports: readonly number[];
}

/** `nc -u`: each read of stdin is sent as one datagram; received datagrams go to stdout. Ends after `-w` of silence, or never. */
export async function udpCat(call: Call, { listens, limitMs, host, ports: [port = 0] }: UdpCat): Promise<number> {
  const { network } = call.process.machine;
  const lookup = listens ? undefined : await lookUpHost(call.process, host);
  if (lookup !== undefined && 'failure' in lookup) return call.complain(`bad address '${host}'`);
  try {
    const socket = network.bind({ address: ANY_ADDRESS, port: listens ? port : 0 });
    call.process.killed.onStop(() => socket.close());
    // A server replies to its first peer.
    const peer: { at: Endpoint | undefined } = { at: lookup && { address: lookup.addresses[0] ?? '', port } };
    call.process.beside(() => sendAll(call, socket, peer));
    return await receiveAll(call, socket, peer, limitMs);
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return call.complain(call.isBusybox ? `bind: ${error.message}` : error.message);
  }
}

async function sendAll(call: Call, socket: DatagramSocket, peer: { at: Endpoint | undefined }): Promise<void> {
  const { network } = call.process.machine;
  try {
    for (let bytes = await call.stdin.read(READ_BYTES); bytes !== ''; bytes = await call.stdin.read(READ_BYTES)) {
      if (peer.at !== undefined) network.send(socket.local.port, peer.at, bytes);
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  }
}

async function receiveAll(call: Call, socket: DatagramSocket, peer: { at: Endpoint | undefined }, limitMs: number): Promise<number> {
  for (;;) {
    try {
      const { from, bytes } = await within(call.process, limitMs, (stop) => {
        stop.onStop(() => socket.close());
        return socket.receive();
      });
      peer.at ??= from;
      await call.print(bytes);
    } catch (error) {
      if (error instanceof DeadlineError) return 0;
      throw error;
    }
  }
}
