import { LayeredMap } from './layered-map.ts';
import { type Column, keyOf, type LabObject, type ObjectMeta, type Row, type Table } from './row.ts';

/** State of the way to the server. */
export type Freshness =
  | { readonly type: 'loading' | 'live' | 'signed-out' }
  | { readonly type: 'lost'; readonly sinceMs: number }
  /** `message`: the server's words. */
  | { readonly type: 'refused'; readonly message: string };

/** All objects of a kind at one moment. Immutable. */
export interface Rows {
  readonly columns: readonly Column[];
  readonly byKey: ReadonlyMap<string, Row>;
  readonly freshness: Freshness;
  /** Last changes, the newest last: views follow them without a comparison of all rows. */
  readonly steps?: readonly RowStep[];
}

/** Change of some rows. */
interface RowStep {
  readonly before: ReadonlyMap<string, Row>;
  readonly keys: readonly string[];
}

/** Max number of known steps: a view that draws each frame needs one. */
const STEPS_MAX = 16;

/** Event of a watch of Tables. */
export interface TableEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Table;
}

export const NO_ROWS: Rows = { columns: [], byKey: new Map(), freshness: { type: 'loading' } };

/** Returns the rows of a list. */
export function listed(table: Table): Rows {
  const rows = rowsOf(table);
  return { columns: table.columnDefinitions ?? [], byKey: new Map(rows.map((row) => [row.key, row])), freshness: { type: 'live' } };
}

/** Returns `rows` after events, in their order. */
export function changed(rows: Rows, events: readonly TableEvent[]): Rows {
  const changes = new Map<string, Row | undefined>();
  let { columns } = rows;
  for (const { type, object } of events) {
    // The first event of a watch names the columns.
    columns = object.columnDefinitions ?? columns;
    if (type === 'BOOKMARK' || type === 'ERROR') continue;
    for (const row of rowsOf(object)) changes.set(row.key, type === 'DELETED' ? undefined : row);
  }
  if (changes.size === 0 && columns === rows.columns) return rows;
  const step = { before: rows.byKey, keys: [...changes.keys()] };
  const byKey = LayeredMap.changed(rows.byKey, changes);
  return { columns, byKey, freshness: rows.freshness, steps: [...(rows.steps ?? []).slice(1 - STEPS_MAX), step] };
}

/** Returns the keys that differ between a former version and `rows`; undefined for a version too old, or of another list. */
export function changedKeys(before: ReadonlyMap<string, Row>, { byKey, steps = [] }: Rows): ReadonlySet<string> | undefined {
  const keys = new Set<string>();
  if (before === byKey) return keys;
  for (const step of [...steps].reverse()) {
    for (const key of step.keys) keys.add(key);
    if (step.before === before) return keys;
  }
  return undefined;
}

/** Returns the rows of a Table. Managed fields are half of an object, and no view shows them. */
export function rowsOf({ rows = [] }: Table): Row[] {
  return rows.map(({ cells, object }) => ({ key: keyOf(object), cells, object: withoutManagedFields(object) }));
}

function withoutManagedFields(object: LabObject): LabObject {
  const { managedFields: _, ...metadata } = object.metadata as ObjectMeta & { readonly managedFields?: unknown };
  return { ...object, metadata };
}
