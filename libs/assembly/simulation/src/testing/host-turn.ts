/** Tests run on Node.js; the packages they test know no host. This is the one thing of it that a simulation asks for. */
declare const setImmediate: (then: () => void) => unknown;

/** The host's next turn, after all microtasks. */
export function hostTurn(then: () => void): void {
  setImmediate(then);
}
