/** Rounds after the last question for which early markers are stored. */
const ROUNDS_AHEAD_MAX = 8;

/**
 * Received markers by round. Routed servers preserve order per publisher only. A member therefore answers a question after all messages
 * arrived that others sent before they received the question (the snapshot of Chandy and Lamport).
 */
export class Markers {
  readonly #arrived = new Map<number, Set<string>>();
  #question: { readonly round: number; readonly members: readonly string[] } | undefined;
  #lastRound = 0;
  readonly #onAll: (round: number) => void;

  /** `onAll` is called once per round, after its last marker. */
  constructor(onAll: (round: number) => void) {
    this.#onAll = onAll;
  }

  /** Starts a question and cancels earlier ones. */
  ask(round: number, members: readonly string[]): void {
    this.#question = { round, members };
    this.#lastRound = round;
    for (const old of this.#arrived.keys()) if (old < round) this.#arrived.delete(old);
    this.#look();
  }

  /** Records a marker, which may arrive before its question. */
  arrive(round: number, from: string): void {
    if (round < this.#lastRound) return;
    const arrived = this.#arrived.get(round) ?? new Set();
    this.#arrived.set(round, arrived.add(from));
    for (const other of this.#arrived.keys()) if (other <= round - ROUNDS_AHEAD_MAX) this.#arrived.delete(other);
    this.#look();
  }

  /** Resets the rounds for another coordinator. */
  forget(): void {
    this.#arrived.clear();
    this.#question = undefined;
    this.#lastRound = 0;
  }

  #look(): void {
    if (this.#question === undefined) return;
    const { round, members } = this.#question;
    const arrived = this.#arrived.get(round);
    if (arrived === undefined || !members.every((member) => arrived.has(member))) return;
    this.#arrived.delete(round);
    this.#question = undefined;
    this.#onAll(round);
  }
}
