import { assert, type Cancel, type Clock, everyWhole, type LabTime, type TimerName } from '@klockwork/kernel';
import { type Body, type Bus, BusError, type Subscription } from './bus.ts';
import { decodeFrame, encodeFrame, type SessionFrame, type SessionPart } from './session-frame.ts';
import { SessionQueue } from './session-queue.ts';
import type { Subject } from './subjects.ts';

/** Why a session is over: the other end said so, or it is gone. */
export type SessionEnd = 'closed' | 'lost';

/** One end of a session. */
export interface BusSessionOptions {
  readonly bus: Bus;
  readonly clock: Clock;
  /** Where this end listens, and where the other does. The other must listen before anything is sent to it. */
  readonly own: Subject;
  readonly peer: Subject;
  /** What the session is about, as timers name it: `pods/default/web`. */
  readonly object: string;
  /** The next piece, in the order sent. Whoever has used up its bytes says so by `taken`. */
  onPart(part: SessionPart): void;
  /** Called once, unless this end closed the session itself. */
  onEnd(end: SessionEnd): void;
}

/** How far a sender may be ahead of its reader. */
const WINDOW_BYTES = 256 * 1024;
/** A message goes whole behind what its frame holds already, which must stay below the bus's limit. */
const MESSAGE_BYTES_MAX = 64 * 1024;
/** Lab time until an end that does not answer is asked again, and how often that is done. */
const ANSWER_TIMEOUT_MS = 10_000;
const ATTEMPTS_MAX = 3;
/** An end that died is noticed at the next of these instants at the latest, when nothing is said meanwhile. */
const KEEP_ALIVE_MS = 5_000;

/**
 * Bytes on named channels, in both directions, between two processes: what a connection would be, over a bus that may lose and repeat.
 * Each end has one frame under way at a time and repeats it until it is answered, so nothing is lost, doubled or reordered, or the
 * session is over. A request's answer comes at once, so nothing holds time across a wait; a reader that is slow is told by its window.
 */
export class BusSession {
  readonly #options: BusSessionOptions;
  readonly #queue = new SessionQueue(WINDOW_BYTES);
  readonly #serving: Subscription;
  readonly #stopKeepAlive: Cancel;
  #state: 'open' | 'closing' | 'over' = 'open';
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
    const timer: TimerName = { name: 'session-keepalive', upkeep: true, object: options.object };
    this.#serving = options.bus.serve(options.own, async ({ body }) => this.#receive(decodeFrame(body)), { queue: 'session' });
    this.#stopKeepAlive = everyWhole(options.clock, KEEP_ALIVE_MS, timer, () => this.#giveWord());
  }

  /** When something was said last, by this end or the other: that they are still there does not count. */
  get quietSince(): LabTime {
    return this.#quietSince;
  }

  /** Sends bytes. Gives a promise while the other end is behind, which resolves when it has caught up or the session is over. */
  send(channel: string, bytes: string): Promise<void> | undefined {
    if (this.#state !== 'open' || bytes === '') return undefined;
    this.#say({ channel, bytes });
    return this.#queue.room();
  }

  /** Sends a short message, at most 64 KiB: it arrives as one part, whereas bytes are cut and joined on their way. */
  message(channel: string, text: string): void {
    assert(text.length > 0 && text.length <= MESSAGE_BYTES_MAX, 'a message is short');
    if (this.#state !== 'open') return;
    this.#say({ channel, bytes: text, whole: true });
  }

  /** The channel's end, after all that was sent on it. */
  end(channel: string): void {
    if (this.#state !== 'open') return;
    this.#say({ channel, bytes: undefined });
  }

  /** So many bytes of parts are used up: the other end may send as many more. */
  taken(bytes: number): void {
    this.#taken += bytes;
    if (this.#state === 'open' && this.#taken - this.#takenTold >= WINDOW_BYTES / 2) this.#giveWord();
  }

  /** Ends the session when all that was sent has arrived; what comes meanwhile is dropped. */
  close(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#pump();
  }

  /** Ends the session now: what was not sent yet is dropped. */
  abort(): void {
    this.#queue.clear();
    this.close();
  }

  /** Forgets the session without a word: the other end never began. */
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

  /** While the window is full nothing is to be said: the other end's word is waited for. */
  get #hasWord(): boolean {
    if (this.#state === 'over') return false;
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

  /** Gives what the other end has used up, or undefined when it is gone. */
  async #deliver(frame: Body): Promise<number | undefined> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      try {
        return Number(await this.#options.bus.request(this.#options.peer, frame, { timeoutMs: ANSWER_TIMEOUT_MS }));
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
