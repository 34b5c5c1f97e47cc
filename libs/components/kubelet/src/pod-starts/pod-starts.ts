import type { Cancel, Clock } from '@klockwork/kernel';
import type { Rejection } from '@klockwork/node-lifecycle';
import type { StartNotes } from './start-notes.ts';

/** Ends of the agent in a row during the start of a pod after which that pod is not started again. */
const ENDS_MAX = 2;
/** Lab time from the start of a suspect's container until the next suspect is started. */
const SETTLE_MS = 10_000;
/** Lab time after which a suspect that does not get as far is not waited for any more: its image may be missing. */
const TURN_MS_MAX = 60_000;

/** Parts that order the starts of a node's pods. */
export interface PodStartsParts {
  readonly node: string;
  readonly notes: StartNotes;
  readonly clock: Clock;
}

/**
 * Finds the pod that ends its agent. Pods that were being started at the last end of the agent are suspects: they are started one after the
 * other, so that the next end names one of them. A pod that was being started at the last two ends is not started again.
 */
export class PodStarts {
  readonly #parts: PodStartsParts;
  readonly #ends: ReadonlyMap<string, number>;
  readonly #suspects: Set<string>;
  /** Suspects that wait for their turn, in the order in which they asked. */
  readonly #waiting = new Map<string, () => void>();
  #current: string | undefined;
  #cancel: Cancel = () => {};

  constructor(parts: PodStartsParts) {
    this.#parts = parts;
    this.#ends = parts.notes.begin(parts.node);
    const isExplained = [...this.#ends.values()].some((count) => count >= ENDS_MAX);
    this.#suspects = new Set(isExplained ? [] : this.#ends.keys());
  }

  /** Why a pod is not started again; undefined when it is. */
  refusal(uid: string): Rejection | undefined {
    const ends = this.#ends.get(uid) ?? 0;
    if (ends < ENDS_MAX) return undefined;
    const message = `the agent of ${this.#parts.node} ended ${ends} times in a row while it started this pod, which is not started again`;
    return { reason: 'AgentCrashLoop', message };
  }

  /** Begins the start of a pod. Resolves when a suspect may start; undefined for any other pod, which may start at once. */
  begin(uid: string): Promise<void> | undefined {
    if (this.#suspects.delete(uid)) return this.#turn(uid).then(() => this.starting(uid));
    this.starting(uid);
    return undefined;
  }

  /** Called before a step that may end the agent. */
  starting(uid: string): void {
    this.#parts.notes.starting(this.#parts.node, uid);
  }

  /** A container of the pod runs: the next suspect is started when this one has had time to end the agent. */
  containerStarted(uid: string): void {
    this.starting(uid);
    if (uid === this.#current) this.#endTurnIn(SETTLE_MS);
  }

  /** Forgets a pod that is gone, so that no pod waits for its turn. */
  forget(uid: string): void {
    this.#parts.notes.drop(this.#parts.node, uid);
    this.#waiting.delete(uid);
    if (uid === this.#current) this.#endTurn();
  }

  /** The agent ends in order. */
  stop(): void {
    this.#cancel();
    this.#parts.notes.end(this.#parts.node);
  }

  #turn(uid: string): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(uid, resolve);
      if (this.#current === undefined) this.#next();
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    this.#current = first?.[0];
    if (first === undefined) return;
    this.#waiting.delete(first[0]);
    this.#endTurnIn(TURN_MS_MAX);
    first[1]();
  }

  #endTurnIn(delayMs: number): void {
    this.#cancel();
    const { clock, node } = this.#parts;
    this.#cancel = clock.after(delayMs, { name: 'suspect-pod-start', object: `nodes/${node}` }, () => this.#endTurn());
  }

  #endTurn(): void {
    this.#cancel();
    if (this.#current !== undefined) this.#parts.notes.drop(this.#parts.node, this.#current);
    this.#next();
  }
}
