import type { LabObject } from '../store/row.ts';
import type { LifeEvent } from './life-event.ts';
import { containerState, containerStatuses, faultState, type LifeState, nodeState, podState } from './life-state.ts';
import type { Tone } from './tone.ts';

/** Identity of a row: an object, or a container of a pod. */
export interface RowName {
  readonly id: string;
  readonly kind: 'fault' | 'node' | 'pod' | 'container';
  /** Plural with its group, as in an address: `pods`. */
  readonly resource: string;
  /** `name`, or `namespace/name`, of the object. */
  readonly key: string;
  readonly container?: string;
}

/** Instant on a row. */
export interface Mark {
  readonly type: 'event' | 'probe' | 'fault' | 'change' | 'upkeep';
  /** Reason or type of the change: `Unhealthy`, `PodBound`. */
  readonly label: string;
  /** The server's words; '' without them. */
  readonly text: string;
  readonly tone: Tone;
}

/** Part of an event that changes one row. */
export interface RowChange {
  readonly revision: number;
  readonly at: number;
  readonly row: RowName;
  readonly state?: LifeState;
  readonly mark?: Mark;
  /** Set for the end of the object, with its containers. */
  readonly ends?: boolean;
}

/** Involved object of an Event. */
interface ObjectOfEvent {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly fieldPath?: string;
}

const PROBES: ReadonlySet<string> = new Set(['Unhealthy', 'ProbeWarning']);
const UPKEEP: ReadonlySet<string> = new Set(['LeaseRenewed', 'NodeStatusReported']);
const QUIET: ReadonlySet<string> = new Set(['PodStatusReported', 'PodCreated', 'PodDeletionRequested']);

/** Returns the changes of rows that an event of the log contains. */
export function rowChanges(event: LifeEvent): readonly RowChange[] {
  const { resource } = event.key;
  if (resource === 'pods') return podChanges(event);
  if (resource === 'nodes') return [nodeChange(event)];
  if (resource === 'leases') return event.key.namespace === 'kube-node-lease' ? [nodeChange(event)] : [];
  return resource === 'faults' ? faultChanges(event) : eventChanges(event);
}

function podChanges(event: LifeEvent): readonly RowChange[] {
  const row = podRow(event.uid, `${event.key.namespace}/${event.key.name}`);
  const { revision, at, type, object } = event;
  const state = podState(event);
  const isOver = type === 'PodDeleted';
  const own: RowChange = {
    ...{ revision, at, row },
    ...(state !== undefined && { state }),
    ...(isOver && { ends: true }),
    ...(!QUIET.has(type) && !isOver && { mark: changeMark(event) }),
  };
  if (type !== 'PodStatusReported') return [own];
  const containers = containerStatuses(object?.status).map((status) => ({
    ...{ revision, at, row: containerRow(row, status.name), state: containerState(status) },
  }));
  return [own, ...containers];
}

function nodeChange(event: LifeEvent): RowChange {
  const { revision, at, type } = event;
  const state = nodeState(event);
  const isOver = type === 'NodeDeleted';
  return {
    ...{ revision, at, row: nodeRow(event.key.name) },
    ...(state !== undefined && { state }),
    ...(isOver && { ends: true }),
    ...(state === undefined && !isOver && { mark: changeMark(event) }),
  };
}

/** A Fault has a row of its own; nodes that it names have a mark. */
function faultChanges(event: LifeEvent): readonly RowChange[] {
  const { revision, at, type, key, object } = event;
  const row: RowName = { id: `faults/${key.name}`, kind: 'fault', resource: 'faults.klockwork.dev', key: key.name };
  if (type === 'FaultDeleted') return [{ revision, at, row, ends: true }];
  const state = faultState(event);
  const mark: Mark = { type: 'fault', label: `${String(object?.spec?.type ?? 'Fault')} ${state.label}`, text: key.name, tone: state.tone };
  return [{ revision, at, row, state }, ...nodesOf(object).map((name) => ({ revision, at, row: nodeRow(name), mark }))];
}

/** Returns the nodes that a Fault names in full. */
function nodesOf(object: LabObject | undefined): readonly string[] {
  const settings = Object.values(object?.spec ?? {}).filter((value) => typeof value === 'object' && value !== null);
  const names = settings.flatMap((value) => (value as { nodes?: readonly unknown[] }).nodes ?? []);
  return names.filter((name) => typeof name === 'string' && !name.includes('*')) as string[];
}

/** An Event is a mark of its object: a pod, one of its containers, or a node. */
function eventChanges({ revision, at, type, object }: LifeEvent): readonly RowChange[] {
  if (type === 'EventDeleted' || object === undefined) return [];
  const { involvedObject, reason = '', message = '', type: severity } = object as unknown as Record<string, string>;
  const row = involvedRow((involvedObject ?? {}) as ObjectOfEvent);
  if (row === undefined) return [];
  const mark: Mark = {
    type: PROBES.has(reason) ? 'probe' : 'event',
    ...{ label: reason, text: message, tone: severity === 'Warning' ? 'bad' : 'done' },
  };
  return [{ revision, at, row, mark }];
}

function involvedRow({ kind, namespace, name = '', uid = '', fieldPath = '' }: ObjectOfEvent): RowName | undefined {
  if (kind === 'Node') return nodeRow(name);
  if (kind !== 'Pod') return undefined;
  const pod = podRow(uid, `${namespace}/${name}`);
  const [, container] = /\{(.+)\}$/.exec(fieldPath) ?? [];
  return container === undefined ? pod : containerRow(pod, container);
}

function changeMark({ type, data }: LifeEvent): Mark {
  const text = typeof data.node === 'string' ? data.node : '';
  return { type: UPKEEP.has(type) ? 'upkeep' : 'change', label: type, text, tone: 'done' };
}

/** Returns the row of a node. */
export function nodeRow(name: string): RowName {
  return { id: `nodes/${name}`, kind: 'node', resource: 'nodes', key: name };
}

/** Returns the row of a pod. `key`: `namespace/name`. */
export function podRow(uid: string, key: string): RowName {
  return { id: uid, kind: 'pod', resource: 'pods', key };
}

/** Returns the row of a container of a pod's row. */
export function containerRow({ id, key }: RowName, container: string): RowName {
  return { id: `${id}/${container}`, kind: 'container', resource: 'pods', key, container };
}
