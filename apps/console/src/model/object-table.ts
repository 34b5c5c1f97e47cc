import { humanDuration } from '@klockwork/api-machinery';
import type { Column, Row } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';
import { byName } from './by-name.ts';

/** Choice of rows and their order. */
export interface TableChoice {
  /** Text that a row contains, in any case. */
  readonly text: string;
  /** Column, with `-` before it for the reverse order; '' for the order of names. */
  readonly sort: string;
  /** True shows the columns of `kubectl get -o wide` too. */
  readonly isWide: boolean;
}

/** Column of the shown table. */
export interface ShownColumn {
  readonly name: string;
  readonly description: string;
  /** Index among the cells of a row; undefined for the namespace. */
  readonly cell: number | undefined;
}

const NAMESPACE = 'Namespace';
const AGE = 'Age';
const DESCENDING = '-';

/** Returns the server's columns, with the namespace before them for objects of several namespaces. */
export function shownColumns(columns: readonly Column[], isWide: boolean, hasNamespace: boolean): readonly ShownColumn[] {
  const own = columns.map(({ name, description = '' }, cell) => ({ name, description, cell }));
  const shown = own.filter((_, index) => isWide || columns[index]?.priority === 0);
  return hasNamespace ? [{ name: NAMESPACE, description: '', cell: undefined }, ...shown] : shown;
}

/** Returns the text of a cell. Ages are computed: the server's are those of the last change. `now`: lab time in ms. */
export function cellText({ object, cells }: Row, { name, cell }: ShownColumn, now: number): string {
  if (cell === undefined) return object.metadata.namespace ?? '';
  const { creationTimestamp } = object.metadata;
  if (name === AGE && creationTimestamp !== undefined) return humanDuration(Math.max(0, now - Date.parse(creationTimestamp)));
  const value = cells[cell];
  return value === null || value === undefined ? '' : String(value);
}

/** Returns the rows that contain the text, in the chosen order. */
export function chosenRows({ byKey, columns }: Rows, { text, sort }: TableChoice): readonly Row[] {
  const wanted = text.toLowerCase();
  const rows = [...byKey.values()].filter((row) => `${row.key} ${row.cells.join(' ')}`.toLowerCase().includes(wanted));
  const isDown = sort.startsWith(DESCENDING);
  const name = isDown ? sort.slice(1) : sort;
  const compare = comparison(columns, name);
  return rows.sort((one, other) => (isDown ? -1 : 1) * compare(one, other) || byName(one.key, other.key));
}

/** Returns the sort after a press on a column's head: ascending, then descending. */
export function nextSort(sort: string, column: string): string {
  return sort === column ? `${DESCENDING}${column}` : column;
}

/** Returns the value of `aria-sort` for a column. */
export function sortOf(sort: string, column: string): 'ascending' | 'descending' | 'none' {
  if (sort === column) return 'ascending';
  return sort === `${DESCENDING}${column}` ? 'descending' : 'none';
}

function comparison(columns: readonly Column[], name: string): (one: Row, other: Row) => number {
  if (name === AGE) return (one, other) => bornOf(other) - bornOf(one);
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) return (one, other) => byName(one.key, other.key);
  return (one, other) => compareCells(one.cells[index], other.cells[index]);
}

function compareCells(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return byName(String(one ?? ''), String(other ?? ''));
}

function bornOf({ object }: Row): number {
  return Date.parse(object.metadata.creationTimestamp ?? '') || 0;
}
