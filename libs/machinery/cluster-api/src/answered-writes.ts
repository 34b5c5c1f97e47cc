/** Maximum number of stored answers. Repetitions follow soon. */
const ANSWERS_MAX = 4_096;

/**
 * Answers to the newest writes of this process, including running ones: a repeated write receives the same answer and is not executed
 * again.
 */
export class AnsweredWrites<T> {
  readonly #answers = new Map<string, Promise<T>>();

  /** Returns the answer of the write with this id, or executes `write`. */
  once(id: string, write: () => Promise<T>): Promise<T> {
    const previous = this.#answers.get(id);
    if (previous !== undefined) return previous;
    const answer = write();
    this.#answers.set(id, answer);
    if (this.#answers.size > ANSWERS_MAX) this.#forgetOldest();
    return answer;
  }

  #forgetOldest(): void {
    for (const oldest of this.#answers.keys()) {
      this.#answers.delete(oldest);
      return;
    }
  }
}
