import type { MessageSocket, StreamsUpgrade } from '@klockwork/http-api';
import type { StopSignal } from '@klockwork/kernel';
import { SpdyConnection } from '@klockwork/spdy';
import { nodeDeflate } from './node-deflate.ts';

const NORMAL_CLOSURE = 1000;

/** Connects SPDY to a raw connection or to the messages of a WebSocket. `gone` stops when the connection is closed. */
export function spdyOver(socket: MessageSocket, goneSignal: StopSignal): Parameters<StreamsUpgrade['start']>[0] {
  return (onStream) => {
    const connection = new SpdyConnection({
      role: 'server',
      deflate: nodeDeflate,
      send: (bytes) => socket.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), 'binary'),
      close: () => socket.close(NORMAL_CLOSURE),
      onStream,
    });
    goneSignal.onStop(() => connection.lost());
    socket.onMessage((bytes) => connection.receive(Buffer.from(bytes, 'latin1')));
    return connection;
  };
}
