import type { Random } from '@klockwork/kernel';

/** Latencies of a runtime, lab ms. */
export interface Latency {
  sandboxMs(): number;
  /** Registry lookup of an image manifest. */
  resolveImageMs(): number;
  pullMs(sizeBytes: number): number;
  createMs(): number;
  startMs(): number;
  /** Delay between process exit and its report. */
  stopMs(): number;
}

/** Real machines' latencies, or zero. */
export type LatencyProfile = 'realistic' | 'fast';

/** About 200 Mbit/s download, unpacking included. */
const PULL_BYTES_PER_MS = 25_000;

/** Latencies by profile: `fast` is zero, `realistic` a small cluster on a home connection. */
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
