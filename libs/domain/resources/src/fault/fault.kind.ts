import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { metadataOf } from '../generic/metadata.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { Change, KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { faultColumns } from './fault.columns.ts';
import { FAULT_FINALIZER, FAULT_MEMBERS, type Fault, type FaultSpec, type FaultType } from './fault.ts';
import { validateFault, validateFaultUpdate } from './fault.validation.ts';

/** Default settings by type. */
const DEFAULTS: { readonly [Type in FaultType]?: NonNullable<FaultSpec[(typeof FAULT_MEMBERS)[Type]]> } = {
  ApiErrors: { percent: 100 },
  ApiLatency: { percent: 100 },
  BusDelay: { percent: 100 },
  BusDuplication: { percent: 100 },
  BusLoss: { percent: 100 },
  BusReordering: { percent: 100 },
  ContainerCrash: { namespace: 'default' },
  Partition: { direction: 'Both', traffic: 'All' },
};

/** Event of a Fault change. */
export type FaultEvent =
  | LifeCycleEvent<'Fault'>
  | { readonly type: 'FaultPhaseChanged'; readonly data: { readonly from: string; readonly to: string } }
  | { readonly type: 'FaultReported'; readonly data: { readonly reporters: readonly string[] } };

/** Fault: a failure of the lab as an object. A kind of this project, with a custom resource's form of definition name. */
export const faultKind: KindDefinition<Fault> = {
  ...resources.faults,
  listKind: 'FaultList',
  singular: 'fault',
  shortNames: [],
  categories: [],
  definition: 'dev.klockwork.v1alpha1.Fault',
  strategy: {
    default: faultDefaults,
    prepareForCreate(draft) {
      startGeneration(draft);
      draft.status = { phase: 'Pending' };
      const metadata = metadataOf(draft);
      metadata.finalizers = [...new Set([...(metadata.finalizers ?? []), FAULT_FINALIZER])];
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
    validate: validateFault,
    validateUpdate: validateFaultUpdate,
  },
  status: statusStrategy<Fault>({ keepsMetadata: true }),
  columns: faultColumns,
  selectableFields: {},
  event: faultEvent,
};

/** Sets default times, seed, and settings of the type. */
function faultDefaults(draft: Fault): void {
  draft.spec ??= {};
  const { spec } = draft;
  spec.duration ??= '5m';
  spec.after ??= '0s';
  spec.seed ??= 1;
  const member = spec.type && FAULT_MEMBERS[spec.type];
  const own = member && spec[member];
  if (spec.type === undefined || member === undefined || own === undefined) return;
  Object.assign(spec, { [member]: { ...DEFAULTS[spec.type], ...own } });
}

function faultEvent(change: Change<Fault>): FaultEvent {
  const { previous, next, subresource } = change;
  if (change.verb !== 'update' || subresource !== 'status' || previous === undefined) return lifeCycleEvent('Fault', change);
  const [from, to] = [previous.status?.phase ?? 'Pending', next.status?.phase ?? 'Pending'];
  if (from !== to) return { type: 'FaultPhaseChanged', data: { from, to } };
  return { type: 'FaultReported', data: { reporters: Object.keys(next.status?.reports ?? {}).sort() } };
}
