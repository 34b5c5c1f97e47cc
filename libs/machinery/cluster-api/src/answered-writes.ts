/** Of so many writes the answers are known. Who asks again does so soon. */
const ANSWERS_MAX = 4_096;

/** The answers to the newest writes of this process, under way ones included: who asks again hears the same, and nothing is done twice. */
export class AnsweredWrites<T> {
  readonly #answers = new Map<string, Promise<T>>();

  /** The answer to the write of this id: the one it was or will be given, or that of `write`. */
  once(id: string, write: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(id);
    if (known !== undefined) return known;
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
