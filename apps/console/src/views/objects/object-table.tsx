import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef } from 'react';
import type { Kind } from '../../model/kinds.ts';
import { cellText, nextSort, type ShownColumn, shownColumns, sortOf, type TableChoice } from '../../model/object-table.ts';
import { changeAddress, useAddress } from '../../store/address.ts';
import { useLabTime } from '../../store/lab.ts';
import type { Column, Row } from '../../store/row.ts';
import { AddressLink } from '../address-link.tsx';

/** Height of a row in the style sheet, in pixels. */
const ROW_PX = 28;
const AROUND = 12;

interface ObjectTableProps {
  readonly kind: Kind;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly choice: TableChoice;
  readonly hasNamespace: boolean;
}

/** Table of objects: rows in sight are drawn. */
export function ObjectTable({ kind, rows, columns, choice, hasNamespace }: ObjectTableProps) {
  const now = useLabTime()?.now ?? 0;
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    ...{ count: rows.length, overscan: AROUND },
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
  });
  const items = virtual.getVirtualItems();
  const shown = shownColumns(columns, choice.isWide, hasNamespace && kind.isNamespaced);
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keys
    <section className="scroller" ref={scroller} tabIndex={0} aria-label={kind.resource} onKeyDown={moveFocus}>
      <table aria-rowcount={rows.length + 1}>
        <Heads columns={shown} sort={choice.sort} />
        <tbody>
          {before > 0 && <tr style={{ height: before }} />}
          {items.map(({ index }) => {
            const row = rows[index];
            return row && <ObjectRow key={row.key} kind={kind} row={row} columns={shown} now={now} index={index} />;
          })}
          {after > 0 && <tr style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}

function Heads({ columns, sort }: { readonly columns: readonly ShownColumn[]; readonly sort: string }) {
  const address = useAddress();
  return (
    <thead>
      <tr>
        {columns.map(({ name, description }) => (
          <th key={name} scope="col" aria-sort={sortOf(sort, name)}>
            <button
              type="button"
              title={description}
              onClick={() => changeAddress({ ...address, filters: { ...address.filters, sort: nextSort(sort, name) } })}
            >
              {name}
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface ObjectRowProps {
  readonly kind: Kind;
  readonly row: Row;
  readonly columns: readonly ShownColumn[];
  readonly now: number;
  readonly index: number;
}

function ObjectRow({ kind, row, columns, now, index }: ObjectRowProps) {
  const address = useAddress();
  const selection = { resource: kind.resource, key: row.key };
  const isSelected = address.selection?.resource === kind.resource && address.selection.key === row.key;
  return (
    <tr aria-rowindex={index + 2} aria-current={isSelected ? 'true' : undefined}>
      {columns.map((column) => (
        <td key={column.name}>
          {column.name === 'Name' ? (
            <AddressLink to={{ ...address, selection }}>{cellText(row, column, now)}</AddressLink>
          ) : (
            cellText(row, column, now)
          )}
        </td>
      ))}
    </tr>
  );
}

/** Moves the focus to the next or the former object by the arrow keys. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...event.currentTarget.querySelectorAll('tbody a')];
  if (step === undefined) return;
  const next = links[links.indexOf(document.activeElement as Element) + step];
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
