const texts = new WeakMap<object, () => string>();

/**
 * Registers the JSON text of an answer, and returns the answer. A bus that sends text calls `text` instead of encoding the value; within one
 * process the value itself is passed.
 */
export function withJsonText<T extends object>(answer: T, text: () => string): T {
  texts.set(answer, text);
  return answer;
}

/** Returns the registered JSON text of an answer; undefined if none. */
export function jsonTextOf(answer: unknown): string | undefined {
  return typeof answer === 'object' && answer !== null ? texts.get(answer)?.() : undefined;
}
