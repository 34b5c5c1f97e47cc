import type { Writable } from 'node:stream';
import type { HostTimer } from '@klockwork/kernel';
import type { BodyPart, BodySource } from './body-source.ts';

/** Bytes of one part: fewer with many clients. A small part and its chunk framing fill one TLS record. */
const PART_BYTES = { few: 64 * 1_024, many: 16 * 1_024 - 64 };
/** Max number of clients that receive large parts. */
const FEW = 64;
/** Max bytes of free buffers retained for later parts, of each size. */
const FREE_BYTES_MAX = 8 * 1_024 * 1_024;
/** Max duration of one turn, in ms of host time. */
const TURN_MS = 4;

/** Texts or bytes for one client. */
export interface PartTask {
  readonly target: Writable;
  readonly source: BodySource;
  /** Called after each write to the target. */
  readonly onPart: (part: BodyPart) => void;
  /** Called once the client has received the last part. */
  readonly onReceived: () => void;
  /** Called after a failure to create a part. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Writer of parts to many clients. A part is created in the turn that sends it, after the client has received the previous one: a client
 * that does not read costs one part. Clients take turns, and the event loop runs between the turns.
 */
export class PartOutlet {
  readonly #host: HostTimer;
  /** Free buffers by number of bytes. */
  readonly #free: Record<number, Buffer[]> = {};
  #waiting: PartTask[] = [];
  #scheduled = false;
  #clients = 0;

  constructor(host: HostTimer) {
    this.#host = host;
  }

  /** Counts a client until the returned function is called. Many clients receive small parts. */
  join(): () => void {
    this.#clients += 1;
    return () => {
      this.#clients -= 1;
    };
  }

  /** Writes a task's parts, the first one in a later turn. A disconnected client receives no further call. */
  write(task: PartTask): void {
    this.#waiting.push(task);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#serve());
  }

  #serve(): void {
    this.#scheduled = false;
    const until = this.#host.now() + TURN_MS;
    const turn = this.#waiting;
    this.#waiting = [];
    let served = 0;
    while (served < turn.length && (served === 0 || this.#host.now() < until)) this.#writePart(turn[served++] as PartTask);
    this.#waiting.unshift(...turn.slice(served));
    if (this.#waiting.length > 0) this.#schedule();
  }

  #writePart(task: PartTask): void {
    if (task.target.destroyed) return;
    const buffer = this.#take();
    try {
      this.#send(task, buffer, task.source.fill(buffer));
    } catch (error) {
      task.onFailure(error as Error);
    }
  }

  /** Continues a task once its part was received. After a disconnection the callback has an error in HTTP/2, and never runs in HTTP/1.1. */
  #send(task: PartTask, buffer: Buffer, part: BodyPart): void {
    const received = (error?: Error | null) => {
      if (error) return;
      this.#release(buffer);
      if (part.last) task.onReceived();
      else this.write(task);
    };
    if (part.bytes === 0) received();
    else task.target.write(buffer.subarray(0, part.bytes), received);
    task.onPart(part);
  }

  #take(): Buffer {
    const bytes = this.#clients > FEW ? PART_BYTES.many : PART_BYTES.few;
    return this.#freeOf(bytes).pop() ?? Buffer.from(new ArrayBuffer(bytes));
  }

  #release(buffer: Buffer): void {
    const free = this.#freeOf(buffer.length);
    if ((free.length + 1) * buffer.length <= FREE_BYTES_MAX) free.push(buffer);
  }

  #freeOf(bytes: number): Buffer[] {
    this.#free[bytes] ??= [];
    return this.#free[bytes];
  }
}
