import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { actorText, causeText, type LogColumn } from '../../model/log-filter.ts';
import { keyText } from '../../model/why.ts';
import { useAddress } from '../../store/address.ts';
import type { LogLine } from '../../store/log-lines.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { TableHead } from '../table-head.tsx';

const ROW_PX = 25;

interface LogTableProps {
  /** The newest first. */
  readonly lines: readonly LogLine[];
  readonly columns: readonly LogColumn[];
  /** Revision of the selected change; 0 for none. */
  readonly selected: number;
}

/** Table of changes, of which only the visible rows are drawn. */
export function LogTable({ lines, columns, selected }: LogTableProps) {
  const element = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW_PX,
    overscan: 15,
  });
  useSteadyRows(element, lines);
  const items = rows.getVirtualItems();
  const [above, below] = [items[0]?.start ?? 0, rows.getTotalSize() - (items.at(-1)?.end ?? 0)];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section className="log-table" ref={element} tabIndex={0} aria-label={TEXTS.log.table}>
      <table aria-rowcount={lines.length + 1}>
        <TableHead names={columns.map((name) => TEXTS.log.columns[name])} />
        <tbody>
          {above > 0 && <Gap height={above} />}
          {items.map(({ index }) => {
            const line = lines[index];
            return line && <Line key={line.revision} line={line} index={index} columns={columns} isSelected={line.revision === selected} />;
          })}
          {below > 0 && <Gap height={below} />}
        </tbody>
      </table>
    </section>
  );
}

/** Rows that are not drawn. */
function Gap({ height }: { readonly height: number }) {
  return (
    <tr className="gap">
      <td style={{ height }} />
    </tr>
  );
}

/** Keeps a scrolled table at its rows while new ones arrive above. */
function useSteadyRows(element: { readonly current: HTMLElement | null }, lines: readonly LogLine[]): void {
  const newest = useRef(0);
  useLayoutEffect(() => {
    const { current } = element;
    const fresh = newest.current === 0 ? 0 : lines.findIndex(({ revision }) => revision <= newest.current);
    newest.current = lines[0]?.revision ?? 0;
    if (current !== null && current.scrollTop > 0 && fresh > 0) current.scrollTop += fresh * ROW_PX;
  }, [element, lines]);
}

interface LineProps {
  readonly line: LogLine;
  readonly index: number;
  readonly columns: readonly LogColumn[];
  readonly isSelected: boolean;
}

function Line({ line, index, columns, isSelected }: LineProps) {
  return (
    <tr aria-rowindex={index + 2} aria-current={isSelected || undefined} data-trouble={line.isTrouble || undefined}>
      {columns.map((name) => (
        <td key={name} className={name === 'revision' ? 'number' : undefined}>
          {name === columns[0] ? <EventLink line={line} column={name} /> : textOf(line, name)}
        </td>
      ))}
    </tr>
  );
}

/** First cell of a row: it opens the change, and closes an open one. */
function EventLink({ line, column }: { readonly line: LogLine; readonly column: LogColumn }) {
  const address = useAddress();
  const isOpen = address.filters?.event === String(line.revision);
  const to = { ...address, filters: { ...address.filters, event: isOpen ? '' : String(line.revision) } };
  return (
    <AddressLink to={to} title={TEXTS.log.open}>
      {textOf(line, column)}
    </AddressLink>
  );
}

function textOf(line: LogLine, column: LogColumn): string {
  if (column === 'revision') return String(line.revision);
  if (column === 'time') return new Date(line.at).toISOString().slice(11, 23);
  if (column === 'change') return line.type;
  if (column === 'object') return keyText(line.key);
  return column === 'by' ? actorText(line) : causeText(line);
}
