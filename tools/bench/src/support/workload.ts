/** Row of the table: repeated measurements of one quantity. */
export interface Workload {
  readonly id: string;
  /** Description. */
  readonly what: string;
  readonly unit: string;
  /** Whether more is better (a rate) or less (a time). */
  readonly better: 'more' | 'less';
  /** Minimum and target value. */
  readonly floor: number;
  readonly aim: number;
  /** Figures, one a run. */
  measure(): Promise<readonly number[]>;
  /** Upper bound of this machine for the same bytes without a lab, same unit; optional. */
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

/** Value at quantile `share` of sorted values. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
}

/** Calls `work` repeatedly in sequence; returns all results. */
export async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = 0; run < times; run++) results.push(await work());
  return results;
}
