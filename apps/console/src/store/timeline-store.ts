import { Refusal, send, sendJson } from '../api/client.ts';
import { linesOf } from '../api/streams.ts';
import { carriedStates } from '../model/carried-states.ts';
import type { LifeEvent } from '../model/life-event.ts';
import { type Opening, openingStates } from '../model/opening-state.ts';
import { type RowChange, rowChanges } from '../model/row-change.ts';
import { Timeline } from '../model/timeline.ts';
import { FrameBatch } from './frame-batch.ts';
import type { Table } from './row.ts';

/** State of the timeline on the page. */
export interface TimelineView {
  readonly timeline: Timeline;
  /** Grows with each change. */
  readonly version: number;
  /** First loaded instant; undefined before the first events. */
  readonly from: number | undefined;
  readonly hasOlder: boolean;
  readonly isLoading: boolean;
  /** Refusal in the server's words, or ''. */
  readonly problem: string;
}

/** Events in one part of the history, and max number of changes on the page: beyond, the oldest are dropped. */
const WINDOW = 2_000;
const CHANGES_MAX = 60_000;
const CHANGES_KEPT = 40_000;
const RETRY_MS = 1_000;
const ROWS_PAGE = 1_000;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

const KINDS = 'nodes,pods,events,faults';
const TYPES =
  'Pod*,NodeRegistered,NodeBecame*,NodeCordoned,NodeUncordoned,NodeTainted,NodeUntainted,NodeDeleted,EventReported,EventRepeated,Fault*';
const UPKEEP = { kinds: ',leases', types: ',LeaseRenewed,NodeStatusReported' };

/** History of nodes, pods and Faults: the newest window of the log, older ones on demand, and new events as they happen. */
export class TimelineStore {
  readonly #filter: string;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  #changes: RowChange[] = [];
  #opening: readonly RowChange[] = [];
  readonly #batch = new FrameBatch<LifeEvent>((events) => this.#append(events));
  #first: { readonly revision: number; readonly at: number } | undefined;
  #last = 0;
  #view: TimelineView = { timeline: new Timeline(), version: 0, from: undefined, hasOlder: false, isLoading: true, problem: '' };

  /** `hasUpkeep`: also leases and reports of nodes. */
  constructor(hasUpkeep: boolean) {
    this.#filter = `kind=${KINDS}${hasUpkeep ? UPKEEP.kinds : ''}&type=${TYPES}${hasUpkeep ? UPKEEP.types : ''}`;
  }

  get view(): TimelineView {
    return this.#view;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the newest window, then follows the log until `stop`. */
  async run(): Promise<void> {
    await this.#retried(() => this.#readWindow());
    void this.#retried(() => this.#readOpening());
    while (!this.#stop.signal.aborted) await this.#retried(() => this.#follow());
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Reads the window before the loaded ones. */
  async loadOlder(): Promise<void> {
    if (this.#view.isLoading || !this.#view.hasOlder) return;
    this.#show({ isLoading: true });
    await this.#retried(() => this.#readWindow());
    await this.#retried(() => this.#readOpening());
  }

  async #readWindow(): Promise<void> {
    const before = this.#first === undefined ? '' : `/at/${this.#first.revision - 1}`;
    const { value: events, problem } = await refusable(this.#read(`${before}/klockwork/v1/log?tail=${WINDOW}&${this.#filter}`), []);
    this.#first = events[0] ?? this.#first;
    this.#last = Math.max(this.#last, events.at(-1)?.revision ?? 0);
    this.#opening = [];
    this.#changes = [...events.flatMap(rowChanges), ...this.#changes];
    this.#rebuild({ hasOlder: events.length === WINDOW, isLoading: events.length === WINDOW, problem });
  }

  /** Reads the states before the first loaded event: a large cluster takes some seconds. */
  async #readOpening(): Promise<void> {
    if (!this.#view.hasOlder || this.#first === undefined) return this.#show({ isLoading: false });
    const { value, problem } = await refusable(this.#openingAt(this.#first), []);
    this.#opening = value;
    this.#rebuild({ isLoading: false, problem: this.#view.problem || problem });
  }

  async #read(path: string): Promise<readonly LifeEvent[]> {
    const text = await (await send(path, { signal: this.#stop.signal })).text();
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as LifeEvent).filter(isEvent);
  }

  /** Reads the states of nodes and pods just before an event. */
  async #openingAt({ revision, at }: Opening): Promise<readonly RowChange[]> {
    const moment = { revision: revision - 1, at };
    const resources = ['nodes', 'pods'] as const;
    const states = await Promise.all(
      resources.map(async (resource) => openingStates(resource, await this.#tables(`/at/${moment.revision}/api/v1/${resource}`), moment)),
    );
    return states.flat();
  }

  async #tables(path: string): Promise<readonly Table[]> {
    const tables: Table[] = [];
    let rest: string | undefined = '';
    while (rest !== undefined) {
      const page = `${path}?includeObject=Metadata&limit=${ROWS_PAGE}${rest === '' ? '' : `&continue=${encodeURIComponent(rest)}`}`;
      const table: Table & { metadata: { continue?: string } } = await sendJson(page, { accept: TABLE, signal: this.#stop.signal });
      tables.push(table);
      rest = table.metadata.continue || undefined;
    }
    return tables;
  }

  async #follow(): Promise<void> {
    const path = `/klockwork/v1/log?follow=1&from=${this.#last + 1}&${this.#filter}`;
    for await (const event of linesOf<LifeEvent>(path, { signal: this.#stop.signal })) {
      // A last line without a revision tells that this reader was too slow: it goes on from its last event.
      if (isEvent(event)) this.#take(event);
    }
    await pause();
  }

  #take(event: LifeEvent): void {
    this.#last = event.revision;
    this.#batch.add(event);
  }

  #append(events: readonly LifeEvent[]): void {
    const changes = events.flatMap(rowChanges);
    this.#first ??= events[0];
    for (const change of changes) this.#changes.push(change);
    if (this.#changes.length > CHANGES_MAX) this.#forget();
    else {
      this.#view.timeline.add(changes);
      this.#show({});
    }
  }

  /** Drops the oldest changes. The states of their end remain as the opening ones. */
  #forget(): void {
    const dropped = this.#changes.splice(0, this.#changes.length - CHANGES_KEPT);
    const [first] = this.#changes;
    if (first === undefined) return;
    this.#opening = carriedStates([...this.#opening, ...dropped], first.at);
    this.#first = first;
    this.#rebuild({ hasOlder: true });
  }

  #rebuild(more: Partial<TimelineView>): void {
    const timeline = new Timeline();
    timeline.add(this.#opening);
    timeline.add(this.#changes);
    this.#show({ ...more, timeline });
  }

  #show(more: Partial<TimelineView>): void {
    this.#view = { ...this.#view, ...more, from: this.#first?.at, version: this.#view.version + 1 };
    for (const listener of this.#listeners) listener();
  }

  /** Tries until it succeeds or the page leaves the view: lost connections are no errors. */
  async #retried(task: () => Promise<void>): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        return await task();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!(error instanceof TypeError)) throw error;
        await pause();
      }
    }
  }
}

/** Resolves to the value, or to `otherwise` with the refusal in the server's words. */
async function refusable<T>(asked: Promise<T>, otherwise: T): Promise<{ readonly value: T; readonly problem: string }> {
  try {
    return { value: await asked, problem: '' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { value: otherwise, problem: error.message };
  }
}

function isEvent(event: Partial<LifeEvent>): event is LifeEvent {
  return event.revision !== undefined;
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}
