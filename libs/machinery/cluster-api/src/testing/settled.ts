declare const setImmediate: (then: () => void) => unknown;

/** Resolves after all work without delays, for tests with in-memory ports: all continuations end before the next turn of Node.js. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
