import { assert, type Cancel, type Clock, everyWhole, type LabTime, type TimerName } from '@klockwork/kernel';
import { type Bus, BusError, type Subscription } from './bus.ts';
import { decodeFrame, encodeFrame, type SessionFrame, type SessionPart, type WireFrame } from './session-frame.ts';
import { SessionQueue } from './session-queue.ts';
import type { Subject } from './subjects.ts';

/** End of a session: closed by the other end, or lost with it. */
export type SessionEnd = 'closed' | 'lost';

/** Options for one end of a session. */
export interface BusSessionOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  /** Subjects of this end and of the other. */
  readonly own: Subject<WireFrame, number>;
  readonly peer: Subject<WireFrame, number>;
  /** Set at the end that opens the session: it sends nothing until `begin`, because the other end does not listen yet. */
  readonly isOpener?: true;
  /** Subject that leads to the other end, for faults. */
  readonly toward?: Subject;
  /** Object of the session, for its timers: `pods/default/web`. */
  readonly object: string;
  /** Called for each part, in order. The reader acknowledges used bytes by `taken`. */
  onPart(part: SessionPart): void;
  /** Called once, unless this end closed the session. */
  onEnd(end: SessionEnd): void;
}

/** Maximum number of unacknowledged bytes per direction. */
const WINDOW_BYTES = 256 * 1024;
/** Maximum size of a message, which is added to a partly filled frame; the sum stays below the bus limit. */
const MESSAGE_BYTES_MAX = 64 * 1024;
/** Lab time before an unanswered frame is repeated, and number of repetitions. */
const ANSWER_TIMEOUT_MS = 10_000;
const ATTEMPTS_MAX = 3;
/** Interval of keep-alive frames in an idle session, which detect a dead end. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Named byte channels between two processes in both directions: a connection over a bus that may lose and repeat messages. Each end has one
 * frame in flight and repeats it until answered: data is never lost, doubled or reordered, unless the session is lost. Replies come at
 * once, so no hold spans a wait; windows slow down senders for slow readers.
 */
export class BusSession {
  readonly #options: BusSessionOptions;
  readonly #queue = new SessionQueue(WINDOW_BYTES);
  readonly #serving: Subscription;
  readonly #stopKeepAlive: Cancel;
  #state: 'open' | 'closing' | 'over' = 'open';
  #peerListens: boolean;
  #underWay = false;
  #owesWord = false;
  #sequence = 0;
  #received = 0;
  #taken = 0;
  #takenTold = 0;
  #quietSince: LabTime;

  constructor(options: BusSessionOptions) {
    this.#options = options;
    this.#quietSince = options.clock.now();
    this.#peerListens = options.isOpener !== true;
    const timer: TimerName = { name: 'session-keepalive', upkeep: true, object: options.object };
    this.#serving = options.bus.serve(options.own, async ({ body }) => this.#receive(decodeFrame(body)), { queue: 'session' });
    this.#stopKeepAlive = everyWhole(options.clock, KEEP_ALIVE_MS, timer, () => this.#giveWord());
  }

  /** Time of the last data in either direction; keep-alive frames do not count. */
  get quietSince(): LabTime {
    return this.#quietSince;
  }

  /** Starts to send, also what was said before: the other end listens now. */
  begin(): void {
    this.#peerListens = true;
    this.#pump();
  }

  /** Sends bytes. Returns a promise if the window is full, which resolves once it opens or the session ends. */
  send(channel: string, bytes: string): Promise<void> | undefined {
    if (this.#state !== 'open' || bytes === '') return undefined;
    this.#say({ channel, bytes });
    return this.#queue.room();
  }

  /** Sends a message of at most 64 KiB, delivered as one part; plain bytes may be split and joined. */
  message(channel: string, text: string): void {
    assert(text.length > 0 && text.length <= MESSAGE_BYTES_MAX, 'a message is short');
    if (this.#state !== 'open') return;
    this.#say({ channel, bytes: text, whole: true });
  }

  /** Ends the channel after all its data. */
  end(channel: string): void {
    if (this.#state !== 'open') return;
    this.#say({ channel, bytes: undefined });
  }

  /** Acknowledges used bytes, which opens the window of the other end. */
  taken(bytes: number): void {
    this.#taken += bytes;
    if (this.#state === 'open' && this.#taken - this.#takenTold >= WINDOW_BYTES / 2) this.#giveWord();
  }

  /** Closes the session after delivery of all sent data; drops incoming data. */
  close(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#pump();
  }

  /** Closes the session now, and drops unsent data. */
  abort(): void {
    this.#queue.clear();
    this.close();
  }

  /** Drops the session silently: the other end never started. */
  discard(): void {
    this.#finish();
  }

  #say(part: Parameters<SessionQueue['add']>[0]): void {
    this.#quietSince = this.#options.clock.now();
    this.#queue.add(part);
    this.#pump();
  }

  #giveWord(): void {
    this.#owesWord = true;
    this.#pump();
  }

  #pump(): void {
    if (this.#underWay || !this.#hasWord) return;
    const parts = this.#queue.next();
    const last = this.#state === 'closing' && this.#queue.empty;
    this.#owesWord = false;
    this.#sequence += 1;
    this.#takenTold = this.#taken;
    this.#underWay = true;
    const frame = encodeFrame({ sequence: this.#sequence, parts, taken: this.#taken, last });
    void this.#deliver(frame).then((answer) => this.#delivered(answer, last));
  }

  /** With a full window no frame can be sent: the other end must send first. */
  get #hasWord(): boolean {
    if (this.#state === 'over' || !this.#peerListens) return false;
    return this.#owesWord || this.#queue.ready || (this.#state === 'closing' && this.#queue.empty);
  }

  #delivered(answer: number | undefined, last: boolean): void {
    this.#underWay = false;
    if (this.#state === 'over') return;
    if (answer === undefined || last) {
      const wasOpen = this.#state === 'open';
      this.#finish();
      if (wasOpen) this.#options.onEnd('lost');
      return;
    }
    this.#queue.taken(answer);
    this.#pump();
  }

  /** Returns the acknowledged total of the other end, or undefined if it is gone. */
  async #deliver(frame: WireFrame): Promise<number | undefined> {
    const { bus, peer, toward } = this.#options;
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      try {
        return await bus.request(peer, frame, { timeoutMs: ANSWER_TIMEOUT_MS, ...(toward !== undefined && { toward }) });
      } catch (error) {
        if (!(error instanceof BusError)) throw error;
        if (error.code !== 'timeout' && error.code !== 'lost') return undefined;
      }
    }
    return undefined;
  }

  #receive({ sequence, parts, taken, last }: SessionFrame): number {
    if (sequence <= this.#received) return this.#taken;
    assert(sequence === this.#received + 1, 'frames come one after the other');
    this.#received = sequence;
    if (this.#state !== 'over') this.#take(parts, last);
    this.#queue.taken(taken);
    this.#pump();
    return this.#taken;
  }

  #take(parts: readonly SessionPart[], last: boolean): void {
    if (parts.length > 0) this.#quietSince = this.#options.clock.now();
    for (const part of parts) {
      if (this.#state === 'open') this.#options.onPart(part);
      else this.#taken += part.bytes?.length ?? 0;
    }
    if (!last) return;
    const wasOpen = this.#state === 'open';
    this.#finish();
    if (wasOpen) this.#options.onEnd('closed');
  }

  #finish(): void {
    this.#state = 'over';
    this.#serving.stop();
    this.#stopKeepAlive();
    this.#queue.clear();
  }
}
