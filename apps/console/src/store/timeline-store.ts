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
  /** States at the moment of {@link TimelineSource.since}, while older windows are not read. */
  readonly base?: Timeline;
  readonly isLoading: boolean;
  /** Refusal in the server's words, or ''. */
  readonly problem: string;
}

/** Events in one part of the history, and max number of changes on the page: beyond, the oldest are dropped. */
const WINDOW = 2_000;
const CHANGES_MAX = 60_000;
const CHANGES_KEPT = 40_000;
const RETRY_MS = 1_000;
/** Events in one part of another lab's history: its answers are relayed whole. */
const OTHER_WINDOW = 1_000;
const ROWS_PAGE = 1_000;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

const KINDS = 'nodes,pods,events,faults';
const TYPES =
  'Pod*,NodeRegistered,NodeBecame*,NodeCordoned,NodeUncordoned,NodeTainted,NodeUntainted,NodeDeleted,EventReported,EventRepeated,Fault*';
const UPKEEP = { kinds: ',leases', types: ',LeaseRenewed,NodeStatusReported' };

/** Part of the history to show. */
export interface TimelineSource {
  /** Also leases and reports of nodes. */
  readonly hasUpkeep?: boolean;
  /** Path before those of the API, for another lab: `/labs/ID`. Such a log is asked again and again, not streamed. */
  readonly root?: string;
  /** Moment at which the history begins; absent: the beginning of the log. */
  readonly since?: Opening;
}

/** History of nodes, pods and Faults: the newest window of the log, older ones on demand, and new events as they happen. */
export class TimelineStore {
  readonly #filter: string;
  readonly #root: string;
  readonly #since: Opening | undefined;
  readonly #window: number;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  #changes: RowChange[] = [];
  #opening: readonly RowChange[] = [];
  #base: Timeline | undefined;
  readonly #batch = new FrameBatch<LifeEvent>((events) => this.#append(events));
  #first: { readonly revision: number; readonly at: number } | undefined;
  #last = 0;
  #view: TimelineView = { timeline: new Timeline(), version: 0, from: undefined, hasOlder: false, isLoading: true, problem: '' };

  constructor({ hasUpkeep = false, root = '', since }: TimelineSource) {
    this.#root = root;
    this.#since = since;
    this.#last = since?.revision ?? 0;
    this.#window = root === '' ? WINDOW : OTHER_WINDOW;
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
    const from = this.#since === undefined ? '' : `&from=${this.#since.revision + 1}`;
    const path = `${this.#root}${before}/klockwork/v1/log?tail=${this.#window}&${this.#filter}${from}`;
    const { value: events, problem } = await refusable(this.#read(path), []);
    this.#first = events[0] ?? this.#first;
    const isFull = events.length === this.#window;
    this.#last = Math.max(this.#last, events.at(-1)?.revision ?? 0);
    this.#opening = [];
    this.#changes = [...events.flatMap(rowChanges), ...this.#changes];
    this.#rebuild({ hasOlder: isFull, isLoading: isFull || this.#since !== undefined, problem });
  }

  /** Reads the states before the first loaded event: a large cluster takes some seconds. */
  async #readOpening(): Promise<void> {
    const opening = this.#view.hasOlder && this.#first !== undefined ? { ...this.#first, revision: this.#first.revision - 1 } : this.#since;
    if (opening === undefined) return this.#show({ isLoading: false });
    const { value, problem } = await refusable(this.#openingAt(opening), []);
    this.#opening = value;
    const baseProblem = await this.#readBase();
    this.#rebuild({ isLoading: false, ...(this.#base && { base: this.#base }), problem: this.#view.problem || problem || baseProblem });
  }

  /** Reads the states at the history's beginning once, if older windows separate it from the loaded ones. Returns a refusal. */
  async #readBase(): Promise<string> {
    if (this.#since === undefined || !this.#view.hasOlder || this.#base !== undefined) return '';
    const { value, problem } = await refusable(this.#openingAt(this.#since), undefined);
    if (value === undefined) return problem;
    this.#keepBase(value);
    return '';
  }

  #keepBase(states: readonly RowChange[]): void {
    this.#base = new Timeline();
    this.#base.add(states);
  }

  async #read(path: string): Promise<readonly LifeEvent[]> {
    const text = await (await send(path, { signal: this.#stop.signal })).text();
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as LifeEvent).filter(isEvent);
  }

  /** Reads the states of nodes and pods at a moment. */
  async #openingAt(moment: Opening): Promise<readonly RowChange[]> {
    const resources = ['nodes', 'pods'] as const;
    const root = `${this.#root}/at/${moment.revision}/api/v1`;
    const states = await Promise.all(
      resources.map(async (resource) => openingStates(resource, await this.#tables(`${root}/${resource}`), moment)),
    );
    return states.flat();
  }

  async #tables(path: string): Promise<readonly Table[]> {
    const tables: Table[] = [];
    let rest: string | undefined = '';
    while (rest !== undefined) {
      // Objects contain the states of containers: a comparison counts their restarts.
      const content = this.#since === undefined ? 'Metadata' : 'Object';
      const page = `${path}?includeObject=${content}&limit=${ROWS_PAGE}${rest === '' ? '' : `&continue=${encodeURIComponent(rest)}`}`;
      const table: Table & { metadata: { continue?: string } } = await sendJson(page, { accept: TABLE, signal: this.#stop.signal });
      tables.push(table);
      rest = table.metadata.continue || undefined;
    }
    return tables;
  }

  async #follow(): Promise<void> {
    if (this.#root !== '') return this.#poll();
    const path = `/klockwork/v1/log?follow=1&from=${this.#last + 1}&${this.#filter}`;
    for await (const event of linesOf<LifeEvent>(path, { signal: this.#stop.signal })) {
      // A last line without a revision tells that this reader was too slow: it goes on from its last event.
      if (isEvent(event)) this.#take(event);
    }
    await pause();
  }

  /** Reads the events after the last one. More than a window of them begin the history again. */
  async #poll(): Promise<void> {
    await pause();
    const path = `${this.#root}/klockwork/v1/log?from=${this.#last + 1}&tail=${this.#window}&${this.#filter}`;
    const { value: events, problem } = await refusable(this.#read(path), []);
    if (problem !== this.#view.problem) this.#show({ problem });
    if (events.length < this.#window) {
      for (const event of events) this.#take(event);
      return;
    }
    this.#first = undefined;
    this.#changes = [];
    await this.#readWindow();
    await this.#readOpening();
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
    // Nothing was older until now: the opening states are those of the history's beginning.
    if (this.#since !== undefined && !this.#view.hasOlder) this.#keepBase(this.#opening);
    this.#opening = carriedStates([...this.#opening, ...dropped], first.at);
    this.#first = first;
    this.#rebuild({ hasOlder: true, ...(this.#base && { base: this.#base }) });
  }

  #rebuild(more: Partial<TimelineView>): void {
    const timeline = new Timeline();
    timeline.add(this.#opening);
    timeline.add(this.#changes);
    this.#show({ ...more, timeline });
  }

  #show(more: Partial<TimelineView>): void {
    this.#view = { ...this.#view, ...more, from: this.#firstAt, version: this.#view.version + 1 };
    for (const listener of this.#listeners) listener();
  }

  get #firstAt(): number | undefined {
    return this.#view.hasOlder ? this.#first?.at : (this.#since ?? this.#first)?.at;
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
async function refusable<T, O>(answer: Promise<T>, otherwise: O): Promise<{ readonly value: T | O; readonly problem: string }> {
  try {
    return { value: await answer, problem: '' };
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
