/** What a frame is, as RFC 6455, 5.2 numbers it. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One frame of a client, unmasked. */
export interface Frame {
  readonly opcode: number;
  /** The last one of its message. */
  readonly final: boolean;
  readonly payload: Buffer;
}

/** Why a connection is ended by this side: the code of RFC 6455, 7.4.1. */
export const CLOSE_CODE = { normal: 1000, protocolError: 1002, tooBig: 1009 } as const;

/** A client broke the protocol, or a limit. */
export class WebSocketError extends Error {
  override readonly name = 'WebSocketError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const CONTROL = 8;
const CONTROL_BYTES_MAX = 125;
const MASK_BYTES = 4;

/** A frame of the server: whole, and not masked. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length <= CONTROL_BYTES_MAX ? Buffer.of(0, length) : length <= 0xffff ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (head.length === 4) head[1] = 126;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head[1] = 127;
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** Cuts what a client sends into frames, however it arrives. */
export class FrameReader {
  readonly #payloadBytesMax: number;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(payloadBytesMax: number) {
    this.#payloadBytesMax = payloadBytesMax;
  }

  /** The frames that are whole now. Throws WebSocketError. */
  *read(chunk: Buffer): Iterable<Frame> {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) yield frame;
  }

  #next(): Frame | undefined {
    const bytes = this.#bytes;
    const head = headOf(bytes);
    if (head === undefined) return undefined;
    if (head.length > this.#payloadBytesMax) throw new WebSocketError(CLOSE_CODE.tooBig, `a frame of ${head.length} bytes`);
    const from = head.size + MASK_BYTES;
    if (bytes.length < from + head.length) return undefined;
    const payload = unmasked(bytes.subarray(from, from + head.length), bytes.subarray(head.size, from));
    this.#bytes = bytes.subarray(from + head.length);
    return { opcode: head.opcode, final: head.final, payload };
  }
}

interface Head {
  readonly opcode: number;
  readonly final: boolean;
  /** Of the head itself, without the mask. */
  readonly size: number;
  /** Of the payload. */
  readonly length: number;
}

/** Undefined while it is not whole. Throws WebSocketError. */
function headOf(bytes: Buffer): Head | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const [final, opcode, short] = [(first & 0x80) !== 0, first & 0x0f, second & 0x7f];
  checkHead(first, second);
  const size = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < size) return undefined;
  const length = size === 4 ? bytes.readUInt16BE(2) : size === 10 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { opcode, final, size, length };
}

function checkHead(first: number, second: number): void {
  const opcode = first & 0x0f;
  if ((first & 0x70) !== 0) refuse('reserved bits');
  if (!(Object.values(OPCODE) as number[]).includes(opcode)) refuse(`opcode ${opcode}`);
  if ((second & 0x80) === 0) refuse('a frame without a mask');
  if (opcode >= CONTROL && ((first & 0x80) === 0 || (second & 0x7f) > CONTROL_BYTES_MAX)) refuse('a control frame in pieces');
}

function refuse(what: string): never {
  throw new WebSocketError(CLOSE_CODE.protocolError, what);
}

function unmasked(masked: Buffer, mask: Buffer): Buffer {
  const payload = Buffer.allocUnsafe(masked.length);
  for (let at = 0; at < masked.length; at++) payload[at] = (masked[at] as number) ^ (mask[at % MASK_BYTES] as number);
  return payload;
}
