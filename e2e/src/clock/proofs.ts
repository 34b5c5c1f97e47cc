/** `npm run prove:clock` says how often; the gate plays everything that is short once. */
const RUNS = process.env.KLOCKWORK_CLOCK_RUNS;

/** Whether what takes long is played too. */
export const IS_PROOF = RUNS !== undefined;

/** The seeds of the runs that are asked for; one unless said. `KLOCKWORK_CHAOS_SEED` for others than from `first` on. */
export function seedsFrom(first: number): number[] {
  const seed = Number(process.env.KLOCKWORK_CHAOS_SEED ?? first);
  return Array.from({ length: Number(RUNS ?? 1) }, (_, run) => seed + run);
}

/** Says in one line that something is left to the long proof; gives whether it is. */
export function isLeftToProof(what: string): boolean {
  if (!IS_PROOF) console.warn(`SKIPPED: ${what}, which takes long. Run npm run prove:clock.`);
  return !IS_PROOF;
}
