import type { Cancel, Clock } from '@klockwork/kernel';
import type { Rejection } from '@klockwork/node-lifecycle';
import type { StartNotes } from './start-notes.ts';

/** Consecutive crashes of the agent during a pod's start, after which the pod does not start again. */
const ENDS_MAX = 2;
/** Time in ms of lab time between a suspect's container start and the next suspect. */
const SETTLE_MS = 10_000;
/** Maximum wait for a suspect's start, in ms of lab time: its image may be missing. */
const TURN_MS_MAX = 60_000;

/** Dependencies of the start order. */
export interface PodStartsParts {
  readonly node: string;
  readonly notes: StartNotes;
  readonly clock: Clock;
}

/**
 * Finds a pod that crashes its agent. Pods in start at the last crash are suspects and start one after the other, so that the next crash
 * identifies one. A pod in start at the last two crashes does not start again.
 */
export class PodStarts {
  readonly #parts: PodStartsParts;
  readonly #ends: ReadonlyMap<string, number>;
  readonly #suspects: Set<string>;
  /** Waiting suspects, in order of request. */
  readonly #waiting = new Map<string, () => void>();
  #current: string | undefined;
  #cancel: Cancel = () => {};

  constructor(parts: PodStartsParts) {
    this.#parts = parts;
    this.#ends = parts.notes.begin(parts.node);
    const isExplained = [...this.#ends.values()].some((count) => count >= ENDS_MAX);
    this.#suspects = new Set(isExplained ? [] : this.#ends.keys());
  }

  /** Returns why a pod does not start again; undefined if it may. */
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

  /** Called before a step that may crash the agent. */
  starting(uid: string): void {
    this.#parts.notes.starting(this.#parts.node, uid);
  }

  /** Handles a running container: the next suspect follows after a delay. */
  containerStarted(uid: string): void {
    this.starting(uid);
    if (uid === this.#current) this.#endTurnIn(SETTLE_MS);
  }

  /** Drops a deleted pod, so that no suspect waits for it. */
  forget(uid: string): void {
    this.#parts.notes.drop(this.#parts.node, uid);
    this.#waiting.delete(uid);
    if (uid === this.#current) this.#endTurn();
  }

  /** Ends the run of an agent that stops in order. */
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
