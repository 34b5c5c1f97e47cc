import type { Column, Row, Table } from './row.ts';
import { type Freshness, type Rows, rowsOf } from './rows.ts';

/** Pages of a list as they arrive. */
export class ListedPages {
  readonly #byKey = new Map<string, Row>();
  #columns: readonly Column[] = [];
  #shown = 0;

  /** The first page alone names the columns. */
  add(table: Table): void {
    if (this.#byKey.size === 0) this.#columns = table.columnDefinitions ?? [];
    for (const row of rowsOf(table)) this.#byKey.set(row.key, row);
  }

  /** True if the rows doubled since they were shown: a view draws all of them for each showing. */
  get isDue(): boolean {
    return this.#byKey.size > 0 && this.#byKey.size >= 2 * this.#shown;
  }

  /** Returns the rows of all pages so far. */
  rows(freshness: Freshness): Rows {
    this.#shown = this.#byKey.size;
    return { columns: this.#columns, byKey: new Map(this.#byKey), freshness };
  }
}
