import type { Cause } from '@klockwork/event-store';
import { copy } from '@klockwork/kernel';
import { type Registry, selectionOf } from '@klockwork/registry';
import { type DrillObject, type DrillStatus, resources } from '@klockwork/resources';
import { builtInKind, ownWrite } from '../own-write.ts';

/** Reason of a run without a result. */
const REASON = 'RunnerKilled';
const MESSAGE = 'the process of the run was killed before its end';

const BOOT: Cause = { trigger: 'boot', name: 'api-server' };

/**
 * Ends runs of Drill objects whose processes were killed: they are inconclusive. `hasEnded` returns true for a runner that certainly no
 * longer exists. Returns how many runs have a live process.
 */
export async function endKilledRuns(registry: Registry, hasEnded: (runner: string) => boolean, cause = BOOT): Promise<number> {
  const kind = builtInKind(resources.drills);
  let live = 0;
  for (const { object } of registry.listNow(kind, selectionOf(kind, {})).items) {
    const { metadata, status = {} } = object as DrillObject;
    if (status.phase !== 'Running' || status.runner === undefined) continue;
    if (!hasEnded(status.runner)) {
      live += 1;
      continue;
    }
    const target = { kind, namespace: '', name: metadata?.name ?? '' };
    const write = ownWrite({ correlationId: 'killed-drill', cause });
    await registry.update({ target, subresource: 'status', change: (drill) => ({ ...copy(drill), status: killed(status) }) }, write);
  }
  return live;
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
