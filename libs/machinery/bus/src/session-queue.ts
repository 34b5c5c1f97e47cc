import type { SessionPart } from './session-frame.ts';

/** Bytes in one frame at most: as JSON a byte may take six, and the frame must stay below the bus's limit. */
const FRAME_BYTES_MAX = 64 * 1024;

/** A piece that waits; a `whole` one is a message, which arrives as it was given: not cut, and not joined with another. */
type QueuedPart = SessionPart & { readonly whole?: true };

/** What waits to be sent, in order, and how much of it the other end has room for. */
export class SessionQueue {
  readonly #windowBytes: number;
  readonly #parts: QueuedPart[] = [];
  readonly #roomWaiters: (() => void)[] = [];
  #queued = 0;
  #sent = 0;
  #taken = 0;

  /** `windowBytes`: how far the sender may be ahead of what the other end has used up. */
  constructor(windowBytes: number) {
    this.#windowBytes = windowBytes;
  }

  /** Something can be sent now. */
  get ready(): boolean {
    const [first] = this.#parts;
    return first !== undefined && (lengthOf(first) === 0 || this.#room > 0);
  }

  get empty(): boolean {
    return this.#parts.length === 0;
  }

  add(part: QueuedPart): void {
    this.#parts.push(part);
    this.#queued += lengthOf(part);
  }

  /** Undefined while there is room for more, else a promise for when there is. */
  room(): Promise<void> | undefined {
    return this.#hasRoom ? undefined : new Promise((resolve) => this.#roomWaiters.push(resolve));
  }

  /** The other end has used up so many bytes in all. */
  taken(bytes: number): void {
    this.#taken = Math.max(this.#taken, bytes);
    if (this.#hasRoom) this.#wake();
  }

  /** Takes what fits into one frame and into the window, pieces of one channel that follow each other joined. */
  next(): SessionPart[] {
    const frame: QueuedPart[] = [];
    for (let left = Math.min(FRAME_BYTES_MAX, this.#room); ; ) {
      const part = this.#shift(left);
      if (part === undefined) return frame.map(({ channel, bytes }) => ({ channel, bytes }));
      left -= lengthOf(part);
      join(frame, part);
    }
  }

  /** Drops what waits: nobody will take it. */
  clear(): void {
    this.#parts.length = 0;
    this.#queued = 0;
    this.#wake();
  }

  get #room(): number {
    return this.#windowBytes - (this.#sent - this.#taken);
  }

  get #hasRoom(): boolean {
    return this.#queued <= this.#room;
  }

  #wake(): void {
    for (const resolve of this.#roomWaiters.splice(0)) resolve();
  }

  #shift(bytesMax: number): QueuedPart | undefined {
    const [first] = this.#parts;
    if (first === undefined || (bytesMax <= 0 && lengthOf(first) > 0)) return undefined;
    const { channel, bytes, whole } = first;
    const part = bytes !== undefined && bytes.length > bytesMax && whole !== true ? { channel, bytes: bytes.slice(0, bytesMax) } : first;
    if (part === first) this.#parts.shift();
    else this.#parts[0] = { channel, bytes: bytes?.slice(bytesMax) };
    this.#queued -= lengthOf(part);
    this.#sent += lengthOf(part);
    return part;
  }
}

function lengthOf({ bytes }: SessionPart): number {
  return bytes?.length ?? 0;
}

function join(frame: QueuedPart[], part: QueuedPart): void {
  const last = frame.at(-1);
  const isApart = last?.channel !== part.channel || last.whole === true || part.whole === true;
  if (isApart || last.bytes === undefined || part.bytes === undefined) frame.push(part);
  else frame[frame.length - 1] = { channel: part.channel, bytes: last.bytes + part.bytes };
}
