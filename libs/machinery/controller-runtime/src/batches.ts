import type { ApiError } from '@klockwork/kernel';
import type { PlannedAction } from './plan.ts';

/** Maximum number of concurrent requests per stage. */
const BATCH_MAX = 64;

/**
 * Runs a stage. Creations start slowly (1, 2, 4 … at once) and end at the first batch with a refusal, so that an exhausted quota is hit
 * once instead of a hundred times; other actions run {@link BATCH_MAX} at once. Returns the first refusal. Models slowStartBatch of
 * pkg/controller/replicaset/replica_set.go.
 */
export async function inBatches(
  stage: readonly PlannedAction[],
  attempt: (action: PlannedAction) => Promise<ApiError | undefined>,
): Promise<ApiError | undefined> {
  let size = stage.some((action) => action.type === 'create') ? 1 : BATCH_MAX;
  for (let start = 0; start < stage.length; ) {
    const results = await Promise.all(stage.slice(start, start + size).map(attempt));
    const refusedError = results.find((result) => result !== undefined);
    if (refusedError !== undefined) return refusedError;
    start += size;
    size = Math.min(size * 2, BATCH_MAX);
  }
  return undefined;
}
