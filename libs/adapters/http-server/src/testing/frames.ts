import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { Address } from './clients.ts';

/** Received frame of HTTP/2. */
export interface Frame {
  readonly type: string;
  readonly stream: number;
  readonly payload: Buffer;
}

/** Frame types in the order of RFC 9113. */
const TYPES = ['DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'SETTINGS', 'PUSH_PROMISE', 'PING', 'GOAWAY', 'WINDOW_UPDATE', 'CONTINUATION'];

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** Flags END_STREAM and END_HEADERS. */
const END = { stream: 0x1, headers: 0x4 };

/** Returns a client's acknowledgement of settings, which puts the server's limits into effect. */
export const acknowledgement = (): Buffer => frame('SETTINGS', 0x1, 0);

/** Max frame size of the server. */
const FRAME_BYTES_MAX = 256 * 1_024;

/** Returns the header block of `GET https://lab/PATH`. */
export const getting = (path: string): Buffer =>
  Buffer.concat([Buffer.of(0x82, 0x87, 0x01, 3), Buffer.from('lab'), Buffer.of(0x04, path.length), Buffer.from(path)]);

/** Returns the frames of a request without body, as few as possible. */
export function headerFrames(stream: number, headers: Buffer): Buffer {
  const frames: Buffer[] = [];
  for (let from = 0; from < headers.length; from += FRAME_BYTES_MAX) {
    const last = from + FRAME_BYTES_MAX >= headers.length ? END.headers : 0;
    const piece = headers.subarray(from, from + FRAME_BYTES_MAX);
    frames.push(from === 0 ? frame('HEADERS', END.stream | last, stream, piece) : frame('CONTINUATION', last, stream, piece));
  }
  return Buffer.concat(frames);
}

/** Returns a header without compression; name and value are shorter than 127 bytes. */
export const plainHeader = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.of(0, name.length), Buffer.from(name), Buffer.of(value.length), Buffer.from(value)]);

/** Returns the bytes of a frame. */
export function frame(type: string, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(TYPES.indexOf(type), 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Opens an HTTP/2 connection for hand-written frames. Resolves with its received frames, at least the server's settings. */
export async function frameConnection({ port, ca }: Address): Promise<{ socket: TLSSocket; frames: Frame[] }> {
  const socket = connect({ port, host: '127.0.0.1', ca, ALPNProtocols: ['h2'] });
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  const frames: Frame[] = [];
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    for (let length = lengthOf(rest); length <= rest.length; length = lengthOf(rest)) {
      frames.push(readFrame(rest.subarray(0, length)));
      rest = rest.subarray(length);
    }
  });
  socket.write(Buffer.concat([Buffer.from(PREFACE), frame('SETTINGS', 0, 0)]));
  await once(socket, 'data');
  return { socket, frames };
}

const lengthOf = (bytes: Buffer): number => (bytes.length < 9 ? Number.POSITIVE_INFINITY : 9 + bytes.readUIntBE(0, 3));

const readFrame = (bytes: Buffer): Frame => ({
  type: TYPES[bytes.readUInt8(3)] ?? 'unknown',
  stream: bytes.readUInt32BE(5),
  payload: bytes.subarray(9),
});
