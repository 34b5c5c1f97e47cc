/** Runs requested by `npm run prove:clock`; the gate runs short tests once. */
const RUNS = process.env.KLOCKWORK_CLOCK_RUNS;

/** True for runs that include long tests. */
const IS_PROOF = RUNS !== undefined;

/** Seeds of the requested runs; default: one. `KLOCKWORK_CHAOS_SEED` overrides `first`. */
export function seedsFrom(first: number): number[] {
  const seed = Number(process.env.KLOCKWORK_CHAOS_SEED ?? first);
  return Array.from({ length: Number(RUNS ?? 1) }, (_, run) => seed + run);
}

/** Returns whether a test is left to the long proof; then logs one line. */
export function isLeftToProof(what: string): boolean {
  if (!IS_PROOF) console.warn(`SKIPPED: ${what}, which takes long. Run npm run prove:clock.`);
  return !IS_PROOF;
}
