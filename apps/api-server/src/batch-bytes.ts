/** The bytes of texts, which are made once for all who are written the same one after the other. */
export class BatchBytes {
  #texts: readonly string[] = [];
  #bytes = Buffer.alloc(0);

  /** The UTF-8 of all the texts in a row. Neither they nor it may be changed afterwards. */
  of(texts: readonly string[]): Buffer {
    if (!areSame(texts, this.#texts)) {
      this.#texts = texts;
      this.#bytes = Buffer.from(texts.join(''));
    }
    return this.#bytes;
  }
}

/** Quick where it matters: equal texts are one string then, and others differ early. */
function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index]);
}
