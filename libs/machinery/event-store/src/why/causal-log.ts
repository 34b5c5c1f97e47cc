import type { ObjectKey } from '@klockwork/resources';
import type { Journal } from '../journal.ts';
import { kindName } from '../kind-name.ts';
import type { RetainedKind } from '../retention.ts';
import type { Revision } from '../revision.ts';
import type { WholeEvent } from '../stored-event.ts';

/** Log interface for walks along causes. */
export interface CausalLog {
  /** Returns an event; undefined if pruned. */
  event(revision: Revision): Promise<WholeEvent | undefined>;
  /** Returns faults of a node between two events, newest first. */
  faults(node: string, between: { readonly after: Revision; readonly before: Revision }): Promise<readonly WholeEvent[]>;
  /** Returns all stored events of the objects of a name, in order. */
  history(key: ObjectKey): Promise<readonly WholeEvent[]>;
  /** Kinds with pruned events. */
  readonly forgetful: readonly string[];
}

const PAGE_EVENTS = 500;
/** Maximum number of pages for one object's history, or for a fault search; far above real numbers. */
const PAGES_MAX = 40;
const EVENTS = { group: '', resource: 'events' };
const FAULTS = { group: 'klockwork.dev', resource: 'faults' };
/** Types of Faults that silence nodes without the end of a process. */
const SILENCING = ['AgentFrozen', 'Partition', 'BusDelay', 'BusLoss'];

/** Looks up a journal's events by revision or by object name; the store has an index for each. */
export class JournalCausalLog implements CausalLog {
  readonly forgetful: readonly string[];
  readonly #journal: Pick<Journal, 'read'>;

  constructor(journal: Pick<Journal, 'read'>, kinds: readonly RetainedKind[]) {
    this.#journal = journal;
    this.forgetful = kinds.filter(({ retentionMs }) => retentionMs !== undefined).map(kindName);
  }

  async event(revision: Revision): Promise<WholeEvent | undefined> {
    const { events } = await this.#journal.read({ after: revision - 1, limit: 1 });
    return events[0]?.revision === revision ? events[0] : undefined;
  }

  async faults(node: string, { after, before }: { after: Revision; before: Revision }): Promise<readonly WholeEvent[]> {
    const recordedEvents = await this.#pages({ after, kind: EVENTS }, before);
    const objects = await this.#pages({ after, kind: FAULTS }, before);
    const causes = [...recordedEvents.filter((event) => isFaultOf(node, event)), ...objects.filter((event) => isStartOf(node, event))];
    return causes.filter(({ revision }) => revision < before).sort((one, other) => other.revision - one.revision);
  }

  history(key: ObjectKey): Promise<readonly WholeEvent[]> {
    return this.#pages({ after: 0, key }, Number.POSITIVE_INFINITY);
  }

  async #pages(
    query: { after: Revision; kind?: { group: string; resource: string }; key?: ObjectKey },
    until: Revision,
  ): Promise<WholeEvent[]> {
    const read: WholeEvent[] = [];
    for (let page = 0, { after } = query; page < PAGES_MAX; page++) {
      const { events } = await this.#journal.read({ ...query, after, limit: PAGE_EVENTS });
      read.push(...events);
      after = events.at(-1)?.revision ?? after;
      if (events.length < PAGE_EVENTS || after >= until) break;
    }
    return read;
  }
}

function isFaultOf(node: string, { cause, object }: WholeEvent): boolean {
  const { involvedObject } = object as { involvedObject?: { kind?: string; name?: string } };
  return cause.trigger === 'fault' && involvedObject?.kind === 'Node' && involvedObject.name === node;
}

/** Returns true for the start of a Fault that silences the node. */
function isStartOf(node: string, { type, object }: WholeEvent): boolean {
  const { spec, status } = object as { spec?: { type?: string }; status?: { phase?: string; nodes?: readonly string[] } };
  const isStart = type === 'FaultPhaseChanged' && status?.phase === 'Active';
  return isStart && SILENCING.includes(spec?.type ?? '') && status.nodes?.includes(node) === true;
}
