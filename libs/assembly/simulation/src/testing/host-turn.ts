/** Declares the only host function of simulations: tests run on Node.js, but the tested packages are host-free. */
declare const setImmediate: (then: () => void) => unknown;

/** The host's next turn, after all microtasks. */
export function hostTurn(then: () => void): void {
  setImmediate(then);
}
