import { byName } from './by-name.ts';
import type { Tone } from './tone.ts';

/** Part of a log event about a pod or a node. */
export interface LifeEvent {
  readonly revision: number;
  readonly at: number;
  readonly type: string;
  readonly key: { readonly resource: string; readonly namespace: string; readonly name: string };
  readonly uid: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly object?: LifeObject;
}

interface LifeObject {
  readonly status?: { readonly containerStatuses?: readonly { readonly state?: { readonly waiting?: { readonly reason?: string } } }[] };
}

/** Time that an object spent in one state. */
export interface Bar {
  readonly from: number;
  /** Absent while the state lasts. */
  readonly to?: number;
  readonly label: string;
  readonly tone: Tone;
  /** Event that began it. */
  readonly revision: number;
}

/** History of one object: bars without gaps. */
export interface TimelineRow {
  readonly uid: string;
  readonly resource: 'nodes' | 'pods';
  /** `name`, or `namespace/name`. */
  readonly key: string;
  readonly bars: readonly Bar[];
  readonly isGone: boolean;
}

/** States that a person should see at once. */
const TROUBLE = /BackOff|Err|Error|Invalid|Never/;

interface State {
  readonly label: string;
  readonly tone: Tone;
}

/** Returns a row per node by name, then per pod by its first event. Events are in the order of the log. */
export function timelineRows(events: readonly LifeEvent[]): readonly TimelineRow[] {
  const rows = [...Map.groupBy(events, ({ uid }) => uid)].map(([uid, own]) => rowOf(uid, own));
  const nodes = rows.filter(({ resource }) => resource === 'nodes').sort((a, b) => byName(a.key, b.key));
  return [...nodes, ...rows.filter(({ resource }) => resource === 'pods')];
}

function rowOf(uid: string, events: readonly LifeEvent[]): TimelineRow {
  const bars: Bar[] = [];
  let isGone = false;
  for (const event of events) {
    isGone = event.type.endsWith('Deleted');
    const state = stateAfter(event, bars.at(-1));
    if (state !== undefined || isGone) end(bars, event.at);
    if (state !== undefined) bars.push({ from: event.at, revision: event.revision, ...state });
  }
  const { key } = events[0] as LifeEvent;
  const resource = key.resource === 'nodes' ? 'nodes' : 'pods';
  return { uid, resource, key: key.namespace === '' ? key.name : `${key.namespace}/${key.name}`, bars, isGone };
}

function end(bars: Bar[], at: number): void {
  const last = bars.pop();
  if (last !== undefined) bars.push(last.to === undefined ? { ...last, to: at } : last);
}

/** Returns the state that an event begins; undefined if it changes none. */
function stateAfter(event: LifeEvent, last: Bar | undefined): State | undefined {
  if (event.type.endsWith('Deleted')) return undefined;
  const state = event.key.resource === 'nodes' ? nodeState(event) : podState(event, last);
  return state?.label === last?.label ? undefined : state;
}

function nodeState({ type }: LifeEvent): State | undefined {
  if (type === 'NodeRegistered') return { label: 'starting', tone: 'busy' };
  if (type === 'NodeBecameReady') return { label: 'Ready', tone: 'good' };
  return type === 'NodeBecameNotReady' ? { label: 'NotReady', tone: 'bad' } : undefined;
}

function podState({ type, data, object }: LifeEvent, last: Bar | undefined): State | undefined {
  if (type === 'PodCreated') return { label: 'Pending', tone: 'busy' };
  if (type === 'PodDeletionRequested') return { label: 'Terminating', tone: 'busy' };
  if (type !== 'PodStatusReported' || last?.label === 'Terminating') return undefined;
  const waiting = object?.status?.containerStatuses?.map(({ state }) => state?.waiting?.reason).find((reason) => reason !== undefined);
  if (waiting !== undefined) return { label: waiting, tone: TROUBLE.test(waiting) ? 'bad' : 'busy' };
  return phaseState(String(data.phase), data.ready === true);
}

function phaseState(phase: string, isReady: boolean): State {
  if (phase === 'Running') return isReady ? { label: 'Ready', tone: 'good' } : { label: 'Running', tone: 'busy' };
  if (phase === 'Succeeded') return { label: phase, tone: 'done' };
  return { label: phase, tone: phase === 'Failed' ? 'bad' : 'busy' };
}
