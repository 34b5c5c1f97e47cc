import type { ObjectKey } from '@klockwork/resources';
import type { Journal } from '../journal.ts';
import { kindName } from '../kind-name.ts';
import type { Revision } from '../log-event.ts';
import type { RetainedKind } from '../retention.ts';
import type { WholeEvent } from '../stored-event.ts';

/** The log as one looks things up in it who walks back along causes. */
export interface CausalLog {
  /** Undefined when it is not kept. */
  event(revision: Revision): Promise<WholeEvent | undefined>;
  /** What was done to a node from outside between two events, the newest first. */
  faults(node: string, between: { readonly after: Revision; readonly before: Revision }): Promise<readonly WholeEvent[]>;
  /** All that is kept of the objects that had a name, in order. */
  history(key: ObjectKey): Promise<readonly WholeEvent[]>;
  /** Kinds whose superseded events are not kept for ever. */
  readonly forgetful: readonly string[];
}

const PAGE_EVENTS = 500;
/** Pages that are read of one object's history, or in search of a fault: a bound on work, far beyond what is seen. */
const PAGES_MAX = 40;
const EVENTS = { group: '', resource: 'events' };

/** Looks up in a journal: one event by its revision, an object's events by its name, each by an index of the store. */
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
    const recorded = await this.#pages({ after, kind: EVENTS }, before);
    return recorded.filter((event) => event.revision < before && isFaultOf(node, event)).reverse();
  }

  history(key: ObjectKey): Promise<readonly WholeEvent[]> {
    return this.#pages({ after: 0, key }, Number.POSITIVE_INFINITY);
  }

  async #pages(query: { after: Revision; kind?: typeof EVENTS; key?: ObjectKey }, until: Revision): Promise<WholeEvent[]> {
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
