import { useDeferredValue, useMemo } from 'react';
import { filteredLines, logQuery, readLogColumns, readLogFilter } from '../../model/log-filter.ts';
import { useAddress } from '../../store/address.ts';
import { useLab } from '../../store/lab.ts';
import { useLogLines } from '../../store/log-lines.ts';
import { TEXTS } from '../../texts.ts';
import './log.css';
import { EventDetails } from './event-details.tsx';
import { LogFilters } from './log-filters.tsx';
import { LogTable } from './log-table.tsx';

/** Changes of the cluster, the last one first, as they happen. The address has the filters and the selected change. */
export function LogView() {
  const { filters = {} } = useAddress();
  const filter = readLogFilter(filters);
  const { lines, problem, hasOlder, isReading, readOlder } = useLogLines(logQuery(filter), useLab().at);
  const deferred = useDeferredValue(JSON.stringify(filter));
  const shown = useMemo(() => filteredLines(lines, JSON.parse(deferred)), [lines, deferred]);
  return (
    <section className="log" aria-label={TEXTS.log.title}>
      <LogFilters />
      {problem !== '' && <p role="alert">{problem}</p>}
      {filters.event !== undefined && <EventDetails key={filters.event} revision={Number(filters.event)} />}
      <LogTable lines={shown} columns={readLogColumns(filters)} selected={Number(filters.event ?? 0)} />
      {shown.length === 0 && problem === '' && <p>{lines.length === 0 ? TEXTS.log.waiting : TEXTS.log.none}</p>}
      {lines.length > 0 && (
        <p className="older">
          {TEXTS.log.read(lines.length, lines[0]?.revision ?? 0)}{' '}
          {hasOlder ? (
            <button type="button" disabled={isReading} onClick={readOlder}>
              {isReading ? TEXTS.log.reading : TEXTS.log.older}
            </button>
          ) : (
            TEXTS.log.first
          )}
        </p>
      )}
    </section>
  );
}
