import { cellOf, type Row } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';

/** Returns the pods whose name, status or node contains a text, by name. */
export function filteredPods(pods: Rows, text: string): readonly Row[] {
  const wanted = text.trim().toLowerCase();
  const textOf = (row: Row) => `${row.key} ${cellOf(row, pods.columns, 'Status')} ${String(row.object.spec?.nodeName ?? '')}`.toLowerCase();
  const found = [...pods.byKey.values()].filter((row) => wanted === '' || textOf(row).includes(wanted));
  return found.sort((one, other) => (one.key < other.key ? -1 : 1));
}
