import type { LogEvent, StoredEvent } from '@klockwork/event-store';
import { type KubeObject, kindOf, type Pod } from '@klockwork/resources';
import type { TraceScenario } from './trace-scenario.ts';

/** Observable step: a changed pod, Events, or an action. */
export interface TraceRow {
  /** Lab ms since the story began. */
  readonly at: number;
  /** Pod name, or the action if no pod changed. */
  readonly subject: string;
  /** Columns of `kubectl get pods`; empty for actions. */
  readonly ready: string;
  readonly status: string;
  readonly restarts: string;
  /** Conditions that changed: `Ready=False ContainersNotReady`. */
  readonly conditions: readonly string[];
  /** `Reason: message`, plus a count above one. */
  readonly events: readonly string[];
}

/** Last recorded state of a pod. */
interface PodState {
  readonly cells: string;
  readonly conditions: ReadonlyMap<string, string>;
}

const columns = kindOf('', 'pods')?.columns ?? [];
/** Removes ages from kubectl's cells: an age alone is no change. */
const AGES = / \(.* ago\)$/;

/** Converts a log to rows: each visible change of a pod, with Events in between. */
export class TraceRecorder {
  readonly #rows: TraceRow[] = [];
  readonly #known = new Map<string, PodState>();
  #beginsAt = 0;

  /** The story begins now. */
  begin(now: number): void {
    this.#beginsAt = now;
    this.#rows.length = 0;
  }

  get rows(): readonly TraceRow[] {
    return this.#rows;
  }

  /** Something is done. */
  note(at: number, says: string): void {
    this.#add({ ...NOTHING, at: at - this.#beginsAt, subject: says });
  }

  /** Applies the next event. */
  observe(event: LogEvent): void {
    const { key, change, at } = event;
    if (key.namespace !== 'default') return;
    const object = JSON.parse((event as StoredEvent).objectJson) as KubeObject;
    if (key.resource === 'pods') this.#pod(at, object as Pod, change);
    if (key.resource === 'events' && change !== 'deleted') this.#event(at, object as EventObject);
  }

  #pod(at: number, pod: Pod, change: LogEvent['change']): void {
    const subject = pod.metadata?.name ?? '';
    if (change === 'deleted') {
      this.#known.delete(subject);
      this.#add({ ...NOTHING, at: at - this.#beginsAt, subject, status: '(gone)' });
      return;
    }
    const [ready, status, restarts] = cellsOf(pod, at);
    const conditions = conditionsOf(pod);
    const previous = this.#known.get(subject);
    const cells = [ready, status, restarts].join(' ');
    const changed = [...conditions].filter(([type, said]) => previous?.conditions.get(type) !== said).map(([, said]) => said);
    this.#known.set(subject, { cells, conditions });
    if (previous?.cells === cells && changed.length === 0) return;
    this.#add({ at: at - this.#beginsAt, subject, ready, status, restarts, conditions: changed, events: [] });
  }

  #event(at: number, { reason, message, count = 1, involvedObject }: EventObject): void {
    if (involvedObject?.kind !== 'Pod') return;
    const event = `${reason}: ${message}${count > 1 ? ` (${count} times)` : ''}`;
    const last = this.#rows.at(-1);
    const subject = involvedObject.name ?? '';
    if (last !== undefined && last.at === at - this.#beginsAt && last.subject === subject)
      this.#rows[this.#rows.length - 1] = { ...last, events: [...last.events, event] };
    else this.#add({ ...NOTHING, at: at - this.#beginsAt, subject, events: [event] });
  }

  #add(row: TraceRow): void {
    this.#rows.push(row);
  }
}

interface EventObject {
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

const NOTHING: Omit<TraceRow, 'at' | 'subject'> = { ready: '', status: '', restarts: '', conditions: [], events: [] };

function cellsOf(pod: Pod, at: number): [string, string, string] {
  const cell = (name: string) => String(columns.find((column) => column.name === name)?.cell(pod, at));
  return [cell('Ready'), cell('Status'), cell('Restarts').replace(AGES, '')];
}

function conditionsOf({ status }: Pod): Map<string, string> {
  return new Map(
    (status?.conditions ?? []).map(({ type, status: state, reason }) => [type, `${type}=${state}${reason ? ` ${reason}` : ''}`]),
  );
}

/** Returns all actions of a story in order, including its end. */
export function stepsOf({
  acts = [],
  seconds,
}: TraceScenario): readonly { readonly at: number; readonly act?: NonNullable<TraceScenario['acts']>[number] }[] {
  const steps = [...acts].sort((a, b) => a.at - b.at).map((act) => ({ at: act.at * 1_000, act }));
  return [...steps, { at: seconds * 1_000 }];
}
