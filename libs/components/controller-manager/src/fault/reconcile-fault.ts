import { parseDuration, semanticEqual } from '@klockwork/api-machinery';
import { type Action, NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import { FAULT_FINALIZER, type Fault, type FaultCondition, type FaultStatus, resources } from '@klockwork/resources';
import { type ConditionState, injectedState, isPending, recoveredState } from './fault-conditions.ts';

/** Time limit for reports of recovery after the end, in ms of lab time: effects end with their process anyway. */
export const RECOVERY_MS_MAX = 60_000;
/** Time limit for the first report of an injection. */
const INJECTION_MS_MAX = 30_000;

/** State of a fault, and the nodes that it selects now. */
export interface FaultView {
  readonly fault: Fault;
  /** Undefined for faults without nodes. */
  readonly nodes: readonly string[] | undefined;
}

/** Leads a Fault through its phases. Its effects are injected by the processes concerned. */
export function reconcileFault(view: FaultView, now: LabTime): Plan {
  const { metadata, status } = view.fault;
  if (metadata?.deletionTimestamp !== undefined && !metadata.finalizers?.includes(FAULT_FINALIZER)) return NOTHING;
  if (status?.startTime === undefined) return metadata?.deletionTimestamp === undefined ? start(view, now) : release(view.fault);
  const end = endOf(view.fault);
  if (metadata?.deletionTimestamp === undefined && now < end) return observe(view.fault, { now, end });
  return status.phase === 'Recovered' ? releaseDeleted(view.fault) : recover(view.fault, { now, end });
}

function start({ fault, nodes }: FaultView, now: LabTime): Plan {
  const { metadata, spec } = fault;
  const startAt = Math.max(Date.parse(metadata?.creationTimestamp ?? '') + msOf(spec?.after), 0);
  if (now < startAt) return { stages: [], wakeAt: { at: startAt, timer: { name: 'fault-start' } } };
  const times = { startTime: new Date(now).toISOString(), endTime: new Date(now + msOf(spec?.duration)).toISOString() };
  const status: FaultStatus = { phase: 'Active', ...times, ...(nodes !== undefined && { nodes: [...nodes] }) };
  return { stages: [[patchOf(fault, withConditions({ ...fault, status }, [injectedState({ ...fault, status }, false)], now))]] };
}

/** Follows the reports of an active fault. */
function observe(fault: Fault, { now, end }: { now: LabTime; end: LabTime }): Plan {
  const silentAt = Date.parse(fault.status?.startTime ?? '') + INJECTION_MS_MAX;
  const state = injectedState(fault, now >= silentAt);
  const wakeAt =
    now < silentAt && silentAt < end
      ? { at: silentAt, timer: { name: 'fault-injection', upkeep: true as const } }
      : { at: end, timer: { name: 'fault-end' } };
  return { stages: writes(fault, { conditions: [state], phase: 'Active', now }), wakeAt };
}

/** Waits for the processes that inject the fault, up to a time limit. */
function recover(fault: Fault, { now, end }: { now: LabTime; end: LabTime }): Plan {
  const until = end + RECOVERY_MS_MAX;
  const waits = now < until && isPending(fault);
  const conditions = [injectedState(fault, true), recoveredState(fault, waits)];
  const stages = writes(fault, { conditions, phase: waits ? 'Recovering' : 'Recovered', now });
  if (waits) return { stages, wakeAt: { at: until, timer: { name: 'fault-recovery' } } };
  return { stages: [...stages, ...releaseDeleted(fault).stages] };
}

interface NextStatus {
  readonly conditions: readonly ConditionState[];
  readonly phase: FaultStatus['phase'];
  readonly now: LabTime;
}

function writes(fault: Fault, { conditions, phase, now }: NextStatus): PlannedAction[][] {
  const next = withConditions({ ...fault, status: { ...fault.status, phase } as FaultStatus }, conditions, now);
  if (semanticEqual(next.conditions, fault.status?.conditions) && phase === fault.status?.phase) return [];
  const events = conditions.flatMap((state) => eventsOf(fault, state));
  return [[patchOf(fault, { phase: next.phase, conditions: next.conditions } as FaultStatus), ...events]];
}

/** Returns an Event for a condition that became true. */
function eventsOf(fault: Fault, { type, status, message }: ConditionState): Action[] {
  const before = fault.status?.conditions?.find((condition) => condition.type === type);
  if (status !== 'True' || before?.status === 'True') return [];
  const about = { resource: resources.faults, object: fault };
  return [{ type: 'record', about, eventType: type === 'Injected' ? 'Warning' : 'Normal', reason: `Fault${type}`, message }];
}

function withConditions({ status }: Fault, states: readonly ConditionState[], now: LabTime): FaultStatus {
  const before = status?.conditions ?? [];
  const others = before.filter(({ type }) => states.every((state) => state.type !== type));
  const changedConditions = states.map((state) =>
    stamped(
      state,
      before.find(({ type }) => type === state.type),
      now,
    ),
  );
  return { ...status, conditions: [...others, ...changedConditions].sort((one, other) => (one.type < other.type ? -1 : 1)) };
}

function stamped(state: ConditionState, before: FaultCondition | undefined, now: LabTime): FaultCondition {
  const lastTransitionTime = before?.status === state.status ? before.lastTransitionTime : `${new Date(now).toISOString().slice(0, 19)}Z`;
  return { ...state, lastTransitionTime };
}

function patchOf({ metadata }: Fault, status: FaultStatus): Action {
  const patch = { type: 'merge', body: { metadata: { uid: metadata?.uid }, status } } as const;
  return { type: 'patch', resource: resources.faults, name: { name: metadata?.name ?? '' }, subresource: 'status', patch };
}

function releaseDeleted(fault: Fault): Plan {
  return fault.metadata?.deletionTimestamp === undefined ? NOTHING : release(fault);
}

/** Removes the finalizer. */
function release({ metadata }: Fault): Plan {
  const finalizers = (metadata?.finalizers ?? []).filter((name) => name !== FAULT_FINALIZER);
  const patch = { type: 'merge', body: { metadata: { uid: metadata?.uid, finalizers } } } as const;
  const name = { name: metadata?.name ?? '' };
  return { stages: [[{ type: 'patch', resource: resources.faults, name, patch, tolerate: ['NotFound'] }]] };
}

/** Returns the end of a fault: its own, or that of its deletion. */
function endOf({ metadata, status }: Fault): LabTime {
  const end = Date.parse(status?.endTime ?? '');
  return metadata?.deletionTimestamp === undefined ? end : Math.min(end, Date.parse(metadata.deletionTimestamp));
}

function msOf(text: string | undefined): number {
  const duration = parseDuration(text ?? '0s');
  return 'ms' in duration ? duration.ms : 0;
}
