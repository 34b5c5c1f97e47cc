import { type Column, keyOf, type Row, type Table } from './row.ts';

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
}

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

/** Returns the rows of former pages and of the next one, which alone names the columns if it is the first. */
export function withPage(former: Rows | undefined, table: Table): Rows {
  const page = listed(table);
  return former === undefined ? page : { ...page, columns: former.columns, byKey: new Map([...former.byKey, ...page.byKey]) };
}

/** Returns `rows` after events, in their order. */
export function changed(rows: Rows, events: readonly TableEvent[]): Rows {
  const byKey = new Map(rows.byKey);
  let { columns } = rows;
  for (const { type, object } of events) {
    // The first event of a watch names the columns.
    columns = object.columnDefinitions ?? columns;
    for (const row of rowsOf(object)) {
      if (type === 'DELETED') byKey.delete(row.key);
      else if (type === 'ADDED' || type === 'MODIFIED') byKey.set(row.key, row);
    }
  }
  return { columns, byKey, freshness: { type: 'live' } };
}

function rowsOf({ rows = [] }: Table): Row[] {
  return rows.map(({ cells, object }) => ({ key: keyOf(object), cells, object }));
}
