import { ByteQueue } from './byte-queue.ts';
import { SpdyError, type SpdyFrame, type SpdySetting } from './frame.ts';
import { type Deflate, HeaderReader } from './header-compression.ts';
import { BITS_31, CONTROL_TYPE, FLAG, HEAD_BYTES, uint32At, VERSION } from './wire.ts';

/** Max payload of a frame: kubectl sends 32 KiB, the length field has 24 bits. */
const FRAME_BYTES_MAX = 1024 * 1024;

/** Parses the frames of one direction of a connection from chunks of any size. */
export class FrameReader {
  readonly #bytes = new ByteQueue();
  readonly #headers: HeaderReader;
  #head: Head | undefined;

  constructor(deflate: Deflate) {
    this.#headers = new HeaderReader(deflate);
  }

  /** Yields complete frames and skips unknown types. Throws SpdyError; the reader is unusable afterwards. */
  *read(chunk: Uint8Array): Iterable<SpdyFrame> {
    this.#bytes.add(chunk);
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) if (frame !== 'unknown') yield frame;
  }

  #next(): SpdyFrame | 'unknown' | undefined {
    this.#head ??= headOf(this.#bytes.take(HEAD_BYTES));
    const payload = this.#head && this.#bytes.take(this.#head.length);
    if (this.#head === undefined || payload === undefined) return undefined;
    const head = this.#head;
    this.#head = undefined;
    if (head.stream !== undefined) return { type: 'data', stream: head.stream, fin: isSet(head, FLAG.fin), bytes: payload };
    if (payload.length < (PAYLOAD_BYTES_MIN[head.type] ?? 0)) throw new SpdyError(`a control frame of type ${head.type} is too short`);
    return controlFrame(head, payload, this.#headers);
  }
}

interface Head {
  /** Stream of a data frame; undefined for a control frame. */
  readonly stream: number | undefined;
  /** Type of a control frame. */
  readonly type: number;
  readonly flags: number;
  /** Bytes of the payload. */
  readonly length: number;
}

/** Throws SpdyError. */
function headOf(bytes: Uint8Array | undefined): Head | undefined {
  if (bytes === undefined) return undefined;
  const [first, second] = [uint32At(bytes, 0), uint32At(bytes, 4)];
  const head = { flags: second >>> 24, length: second & 0xffffff };
  if (head.length > FRAME_BYTES_MAX) throw new SpdyError(`a frame of ${head.length} bytes`);
  if (first <= BITS_31) return { ...head, type: 0, stream: first };
  const version = (first >>> 16) & 0x7fff;
  if (version !== VERSION) throw new SpdyError(`a control frame of version ${version}`);
  return { ...head, type: first & 0xffff, stream: undefined };
}

const PAYLOAD_BYTES_MIN: Readonly<Record<number, number>> = {
  [CONTROL_TYPE['syn-stream']]: 10,
  [CONTROL_TYPE['syn-reply']]: 4,
  [CONTROL_TYPE['rst-stream']]: 8,
  [CONTROL_TYPE.settings]: 4,
  [CONTROL_TYPE.ping]: 4,
  [CONTROL_TYPE.goaway]: 8,
  [CONTROL_TYPE.headers]: 4,
  [CONTROL_TYPE['window-update']]: 8,
};

/** Parses a control frame, whose payload has at least the minimum size. Throws SpdyError. */
function controlFrame(head: Head, payload: Uint8Array, headers: HeaderReader): SpdyFrame | 'unknown' {
  const stream = (at: number) => uint32At(payload, at) & BITS_31;
  const fin = isSet(head, FLAG.fin);
  switch (head.type) {
    case CONTROL_TYPE['syn-stream']: {
      const [priority, unidirectional] = [(payload[8] as number) >>> 5, isSet(head, FLAG.unidirectional)];
      const block = headers.read(payload.subarray(10));
      return { type: 'syn-stream', stream: stream(0), associated: stream(4), priority, fin, unidirectional, headers: block };
    }
    case CONTROL_TYPE['syn-reply']:
      return { type: 'syn-reply', stream: stream(0), fin, headers: headers.read(payload.subarray(4)) };
    case CONTROL_TYPE.headers:
      return { type: 'headers', stream: stream(0), fin, headers: headers.read(payload.subarray(4)) };
    case CONTROL_TYPE['rst-stream']:
      return { type: 'rst-stream', stream: stream(0), status: uint32At(payload, 4) };
    case CONTROL_TYPE.settings:
      return { type: 'settings', clear: isSet(head, FLAG.clearSettings), settings: settingsOf(payload) };
    case CONTROL_TYPE.ping:
      return { type: 'ping', id: uint32At(payload, 0) };
    case CONTROL_TYPE.goaway:
      return { type: 'goaway', lastStream: stream(0), status: uint32At(payload, 4) };
    case CONTROL_TYPE['window-update']:
      return { type: 'window-update', stream: stream(0), delta: stream(4) };
    default:
      return 'unknown';
  }
}

function settingsOf(payload: Uint8Array): SpdySetting[] {
  const count = uint32At(payload, 0);
  if (payload.length !== 4 + count * 8) throw new SpdyError('SETTINGS of another length than it says');
  return Array.from({ length: count }, (_, at) => {
    const first = uint32At(payload, 4 + at * 8);
    return { id: first & 0xffffff, flags: first >>> 24, value: uint32At(payload, 8 + at * 8) };
  });
}

function isSet({ flags }: Head, flag: number): boolean {
  return (flags & flag) !== 0;
}
