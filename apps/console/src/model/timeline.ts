import { byName } from './by-name.ts';
import { type LifeState, TERMINATING } from './life-state.ts';
import type { Mark, RowChange, RowName } from './row-change.ts';

/** Time that an object spent in one state. */
export interface Bar extends LifeState {
  readonly from: number;
  /** Absent while the state lasts. */
  readonly to?: number;
  /** Event that began it. */
  readonly revision: number;
}

/** Mark with its instant and event. */
export interface PlacedMark extends Mark {
  readonly at: number;
  readonly revision: number;
}

/** History of one object or container: bars without gaps, and marks. Immutable. */
export interface TimelineRow extends RowName {
  readonly bars: readonly Bar[];
  readonly marks: readonly PlacedMark[];
  readonly isGone: boolean;
  /** True if a bar or a mark tells of a failure. */
  readonly hasFailed: boolean;
}

interface Draft extends RowName {
  bars: Bar[];
  marks: PlacedMark[];
  isGone: boolean;
  hasFailed: boolean;
}

/** Rows of the timeline, which grow with the log. A change costs no more in a large cluster than in a small one. */
export class Timeline {
  readonly #rows = new Map<string, TimelineRow>();
  readonly #drafts = new Map<string, Draft>();
  readonly #ordered = { fault: [] as string[], node: [] as string[], pod: [] as string[] };
  readonly #containers = new Map<string, string[]>();
  readonly #instants: number[] = [];
  readonly #failures: number[] = [];
  #order: readonly string[] | undefined;
  #revision = 0;

  /** Last revision of its changes; 0 without changes. */
  get revision(): number {
    return this.#revision;
  }

  /** Instants of all changes, in their order. */
  get instants(): readonly number[] {
    return this.#instants;
  }

  /** Instants of failures, in their order. */
  get failures(): readonly number[] {
    return this.#failures;
  }

  /** Ids of rows: Faults, nodes by name, then pods by their first change, each with its containers. */
  get order(): readonly string[] {
    const { fault, node, pod } = this.#ordered;
    this.#order ??= [...fault, ...node, ...pod.flatMap((id) => [id, ...(this.#containers.get(id) ?? [])])];
    return this.#order;
  }

  row(id: string): TimelineRow | undefined {
    return this.#rows.get(id);
  }

  /** True if the row, its pod, or a container of its pod has failed. */
  hasFailed(id: string): boolean {
    const family = id.startsWith('nodes/') || id.startsWith('faults/') ? id : (id.split('/')[0] ?? id);
    return [family, ...(this.#containers.get(family) ?? [])].some((each) => this.#rows.get(each)?.hasFailed === true);
  }

  /** Adds changes in the order of the log. */
  add(changes: readonly RowChange[]): void {
    for (const change of changes) this.#apply(change);
    for (const [id, draft] of this.#drafts) this.#rows.set(id, { ...draft });
    this.#drafts.clear();
  }

  #apply(change: RowChange): void {
    const { at, revision, row, state, mark, ends } = change;
    const draft = this.#draft(row);
    const last = draft.bars.at(-1);
    const begins = state !== undefined && !isSame(last, state);
    if (begins || ends) endBar(draft.bars, at);
    if (begins) draft.bars.push({ ...state, from: at, revision });
    if (mark !== undefined) draft.marks.push({ ...mark, at, revision });
    if (ends) this.#end(draft, at);
    else draft.isGone &&= !begins;
    if (begins || mark !== undefined || ends) this.#note(change, draft);
    this.#revision = Math.max(this.#revision, revision);
  }

  #note({ at, state, mark }: RowChange, draft: Draft): void {
    if (mark?.type !== 'upkeep' && (this.#instants.at(-1) ?? -1) < at) this.#instants.push(at);
    if (state?.tone !== 'bad' && mark?.tone !== 'bad') return;
    draft.hasFailed = true;
    this.#failures.push(at);
  }

  #end(draft: Draft, at: number): void {
    draft.isGone = true;
    for (const id of this.#containers.get(draft.id) ?? []) {
      const container = this.#draft(this.#rows.get(id) ?? (this.#drafts.get(id) as Draft));
      endBar(container.bars, at);
      container.isGone = true;
    }
  }

  /** Returns the changeable form of a row until the end of the batch. */
  #draft(name: RowName): Draft {
    const known = this.#drafts.get(name.id);
    if (known !== undefined) return known;
    const row = this.#rows.get(name.id);
    if (row === undefined) this.#place(name);
    const draft =
      row === undefined
        ? { ...name, bars: [], marks: [], isGone: false, hasFailed: false }
        : { ...row, bars: [...row.bars], marks: [...row.marks] };
    this.#drafts.set(name.id, draft);
    return draft;
  }

  #place({ id, kind, key }: RowName): void {
    this.#order = undefined;
    if (kind === 'container') {
      const pod = id.split('/')[0] ?? id;
      const siblings = this.#containers.get(pod);
      if (siblings === undefined) this.#containers.set(pod, [id]);
      else siblings.push(id);
      if (!this.#rows.has(pod) && !this.#drafts.has(pod)) this.#draft({ id: pod, kind: 'pod', resource: 'pods', key });
    } else if (kind === 'pod') this.#ordered.pod.push(id);
    else insert(this.#ordered[kind], id);
  }
}

/** A pod that terminates stays so whatever its containers report. */
function isSame(last: Bar | undefined, { label, attempt }: LifeState): boolean {
  if (last === undefined || last.to !== undefined) return false;
  return last.label === TERMINATING || (last.label === label && last.attempt === attempt);
}

function endBar(bars: Bar[], at: number): void {
  const last = bars.pop();
  if (last !== undefined) bars.push(last.to === undefined ? { ...last, to: at } : last);
}

function insert(ids: string[], id: string): void {
  const index = ids.findIndex((each) => byName(id, each) < 0);
  ids.splice(index < 0 ? ids.length : index, 0, id);
}
