import { dns1123Subdomain, formatTime, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { Change, KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { drillColumns } from './drill.columns.ts';
import type { DrillObject, DrillStatus } from './drill.ts';

/** Event of a Drill change. */
export type DrillEvent =
  | LifeCycleEvent<'Drill'>
  | { readonly type: 'DrillPhaseChanged'; readonly data: { readonly from: string; readonly to: string; readonly verdict?: string } };

const ofStatus = statusStrategy<DrillObject>({ keepsMetadata: true });

/** Drill: a failure under load, with objectives. A kind of this project; `klockwork drill run drills/NAME` runs it. */
export const drillKind: KindDefinition<DrillObject> = {
  ...resources.drills,
  listKind: 'DrillList',
  singular: 'drill',
  shortNames: [],
  categories: [],
  definition: 'dev.klockwork.v1alpha1.Drill',
  strategy: {
    default() {},
    prepareForCreate(draft) {
      startGeneration(draft);
      draft.status = { phase: 'Pending' };
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
    validate: ({ metadata }) => validateObjectMeta(metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain }),
    validateUpdate: (next, previous) => validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
  },
  status: {
    ...ofStatus,
    prepareForUpdate(draft, previous, context) {
      ofStatus.prepareForUpdate(draft, previous, context);
      if (draft.status !== undefined) draft.status = timed(draft.status, previous.status, context.now);
    },
  },
  columns: drillColumns,
  selectableFields: {},
  event: drillEvent,
};

/** Sets lab times: of the begin with the phase Running, of the end with the phases after it. */
function timed(status: DrillStatus, previous: DrillStatus | undefined, now: LabTime): DrillStatus {
  const at = formatTime(now);
  const { startTime = status.phase === 'Running' ? at : previous?.startTime } = status;
  const hasEnded = status.phase === 'Completed' || status.phase === 'Stopped';
  return {
    ...status,
    ...(startTime !== undefined && { startTime }),
    ...(hasEnded && { completionTime: status.completionTime ?? at }),
    ...(status.conditions && { conditions: status.conditions.map((condition) => ({ lastTransitionTime: at, ...condition })) }),
  };
}

function drillEvent(change: Change<DrillObject>): DrillEvent {
  const { previous, next, subresource } = change;
  const [from, to] = [previous?.status?.phase ?? 'Pending', next.status?.phase ?? 'Pending'];
  if (change.verb !== 'update' || subresource !== 'status' || from === to) return lifeCycleEvent('Drill', change);
  const { verdict } = next.status ?? {};
  return { type: 'DrillPhaseChanged', data: { from, to, ...(verdict !== undefined && { verdict }) } };
}
