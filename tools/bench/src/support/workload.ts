/** One row of the table: what was measured, several times. */
export interface Workload {
  readonly id: string;
  /** What it does, for people. */
  readonly what: string;
  readonly unit: string;
  /** Whether more is better (a rate) or less (a time). */
  readonly better: 'more' | 'less';
  /** What it must reach at least, and what it should. */
  readonly floor: number;
  readonly aim: number;
  /** One figure a run. */
  measure(): Promise<readonly number[]>;
  /** What this machine does with the same bytes and nothing else, in the same unit; where that can be said. */
  limit?(): Promise<number>;
}

/** A finished row. */
export interface Row {
  readonly id: string;
  readonly unit: string;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
  readonly limit: number | null;
}

/** Measures a workload. */
export async function rowOf(workload: Workload): Promise<Row> {
  const runs = [...(await workload.measure())].sort((a, b) => a - b);
  const limit = (await workload.limit?.()) ?? null;
  return {
    id: workload.id,
    unit: workload.unit,
    median: percentile(runs, 0.5),
    min: runs[0] as number,
    max: runs.at(-1) as number,
    runs: runs.length,
    limit,
  };
}

/** The value below which `share` of the sorted values lie. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/** Calls `work` so many times in a row and gives what it gave. */
export async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < times; run++) results.push(await work());
  return results;
}
