/** Enough microtask turns for any promise chain in a test. */
const TURNS = 2_000;

/** Resolves after all work without delays, for tests with in-memory ports. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await undefined;
}
