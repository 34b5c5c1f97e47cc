/** How many rounds ahead of the last question markers are kept. */
const ROUNDS_AHEAD_MAX = 8;

/**
 * The markers a member has, round by round. Where servers are routed only the order of each publisher holds, so a member may answer a
 * question only when everything that was sent to it before the others took the question has reached it (Chandy and Lamport's snapshot).
 */
export class Markers {
  readonly #arrived = new Map<number, Set<string>>();
  #asked: { readonly round: number; readonly members: readonly string[] } | undefined;
  #lastRound = 0;
  readonly #onAll: (round: number) => void;

  /** `onAll` is called once a round, when all its markers are in. */
  constructor(onAll: (round: number) => void) {
    this.#onAll = onAll;
  }

  /** A question: earlier ones are void. */
  ask(round: number, members: readonly string[]): void {
    this.#asked = { round, members };
    this.#lastRound = round;
    for (const old of this.#arrived.keys()) if (old < round) this.#arrived.delete(old);
    this.#look();
  }

  /** A marker may be here before the question it belongs to. */
  arrive(round: number, from: string): void {
    if (round < this.#lastRound) return;
    const arrived = this.#arrived.get(round) ?? new Set();
    this.#arrived.set(round, arrived.add(from));
    for (const other of this.#arrived.keys()) if (other <= round - ROUNDS_AHEAD_MAX) this.#arrived.delete(other);
    this.#look();
  }

  /** Another coordinator counts rounds anew. */
  forget(): void {
    this.#arrived.clear();
    this.#asked = undefined;
    this.#lastRound = 0;
  }

  #look(): void {
    if (this.#asked === undefined) return;
    const { round, members } = this.#asked;
    const arrived = this.#arrived.get(round);
    if (arrived === undefined || !members.every((member) => arrived.has(member))) return;
    this.#arrived.delete(round);
    this.#asked = undefined;
    this.#onAll(round);
  }
}
