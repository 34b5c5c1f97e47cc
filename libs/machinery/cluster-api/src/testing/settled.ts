/** So many turns of the microtask queue let any chain of promises in a test run out. */
const TURNS = 2_000;

/** Resolves when everything that needs no time has happened: for tests where all ports are in memory. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}
