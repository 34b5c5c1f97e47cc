import type { SessionPart } from './session-frame.ts';

/** Maximum bytes per frame: JSON may take six characters per byte, and a frame must stay below the bus limit. */
const FRAME_BYTES_MAX = 64 * 1024;

/** Queued part; a `whole` one is a message, which is neither split nor joined. */
type QueuedPart = SessionPart & { readonly whole?: true };

/** Ordered queue of unsent parts, with the remaining window of the other end. */
export class SessionQueue {
  readonly #windowBytes: number;
  readonly #parts: QueuedPart[] = [];
  readonly #roomWaiters: (() => void)[] = [];
  #queued = 0;
  #sent = 0;
  #taken = 0;

  /** `windowBytes`: maximum number of unacknowledged bytes. */
  constructor(windowBytes: number) {
    this.#windowBytes = windowBytes;
  }

  /** True if a part can be sent now. */
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

  /** Returns undefined if the window has room, otherwise a promise for room. */
  room(): Promise<void> | undefined {
    return this.#hasRoom ? undefined : new Promise((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Sets the total of bytes used by the other end. */
  taken(bytes: number): void {
    this.#taken = Math.max(this.#taken, bytes);
    if (this.#hasRoom) this.#wake();
  }

  /** Removes and returns the parts of the next frame within the window; adjacent parts of a channel are joined. */
  next(): SessionPart[] {
    const frame: QueuedPart[] = [];
    for (let left = Math.min(FRAME_BYTES_MAX, this.#room); ; ) {
      const part = this.#shift(left);
      if (part === undefined) return frame.map(({ channel, bytes }) => ({ channel, bytes }));
      left -= lengthOf(part);
      join(frame, part);
    }
  }

  /** Drops all queued parts after the end of the session. */
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
