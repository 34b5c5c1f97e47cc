/** Encoder that caches its last result: consecutive watchers receive the same texts. */
export class BatchBytes {
  #texts: readonly string[] = [];
  #bytes = Buffer.alloc(0);

  /** Returns the joined texts as UTF-8. Callers must change neither texts nor result. */
  of(texts: readonly string[]): Buffer {
    if (!areEqual(texts, this.#texts)) {
      this.#texts = texts;
      this.#bytes = Buffer.from(texts.join(''));
    }
    return this.#bytes;
  }
}

/** Compares quickly in both common cases: equal texts are one string, unequal texts differ early. */
function areEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index]);
}
