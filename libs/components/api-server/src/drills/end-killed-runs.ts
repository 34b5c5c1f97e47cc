import { copy } from '@klockwork/kernel';
import { type Registry, selectionOf } from '@klockwork/registry';
import { type DrillObject, type DrillStatus, resources } from '@klockwork/resources';
import { builtInKind, ownWrite } from '../own-write.ts';

/** Reason of a run without a result. */
const REASON = 'RunnerKilled';
const MESSAGE = 'the process of the run was killed before its end';

/**
 * Ends runs of Drill objects whose processes were killed, at the start of the lab: they are inconclusive. `hasEnded` returns true for a runner
 * that certainly no longer exists.
 */
export async function endKilledRuns(registry: Registry, hasEnded: (runner: string) => boolean): Promise<void> {
  const kind = builtInKind(resources.drills);
  const { items } = registry.listNow(kind, selectionOf(kind, {}));
  for (const { object } of items) {
    const { metadata, status = {} } = object as DrillObject;
    if (status.phase !== 'Running' || status.runner === undefined || !hasEnded(status.runner)) continue;
    const target = { kind, namespace: '', name: metadata?.name ?? '' };
    const write = ownWrite({ correlationId: 'killed-drill', cause: { trigger: 'boot', name: 'api-server' } });
    await registry.update({ target, subresource: 'status', change: (drill) => ({ ...copy(drill), status: killed(status) }) }, write);
  }
}

function killed({ observedGeneration, seed, startTime }: DrillStatus): DrillStatus {
  return {
    phase: 'Stopped',
    ...(observedGeneration !== undefined && { observedGeneration }),
    ...{ verdict: 'Inconclusive', reason: REASON, message: MESSAGE },
    ...(seed !== undefined && { seed }),
    ...(startTime !== undefined && { startTime }),
    conditions: [{ type: 'Passed', status: 'Unknown', reason: REASON, message: MESSAGE }],
  };
}
