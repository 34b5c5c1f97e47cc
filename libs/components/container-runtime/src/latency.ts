import type { Random } from '@klockwork/kernel';

/** How long a runtime takes, in lab ms. */
export interface Latency {
  sandboxMs(): number;
  /** Asking a registry for an image's manifest. */
  resolveImageMs(): number;
  pullMs(sizeBytes: number): number;
  createMs(): number;
  startMs(): number;
  /** From the end of the first process to the report of it. */
  stopMs(): number;
}

/** Whether things take the time they do on real machines, or none. */
export type LatencyProfile = 'realistic' | 'fast';

/** About 200 Mbit/s down, unpacked on the way. */
const PULL_BYTES_PER_MS = 25_000;

/** Latencies by profile: `fast` has none, `realistic` is a small cluster on a home connection. */
export function latencyOf(profile: LatencyProfile, random: Random): Latency {
  const between = (least: number, most: number) => (profile === 'fast' ? 0 : least + random.integer(most - least));
  return {
    sandboxMs: () => between(150, 400),
    resolveImageMs: () => between(400, 900),
    pullMs: (sizeBytes) => Math.round((sizeBytes / PULL_BYTES_PER_MS) * (between(850, 1_250) / 1_000)),
    createMs: () => between(40, 120),
    startMs: () => between(60, 180),
    stopMs: () => between(20, 80),
  };
}
