import { eventsPath } from '../../model/object-events.ts';
import { useCollection } from '../../store/lab.ts';
import { cellOf } from '../../store/row.ts';
import { TEXTS } from '../../texts.ts';
import { TableHead } from '../table-head.tsx';
import type { DetailsTab, SelectedObject } from './selected-object.ts';

/** Events of the object. */
export const eventsTab: DetailsTab = {
  id: 'events',
  title: TEXTS.events.title,
  appliesTo: ({ resource }) => resource !== 'events' && resource !== 'events.events.k8s.io',
  Panel: EventsPanel,
};

const COLUMNS = ['Last Seen', 'Type', 'Reason', 'Message'];

function EventsPanel({ selection, kind }: SelectedObject) {
  const rows = useCollection(eventsPath(kind, selection.key));
  const { freshness } = rows;
  if (freshness.type === 'refused') return <p role="alert">{freshness.message}</p>;
  if (rows.byKey.size === 0) return <p>{freshness.type === 'live' ? TEXTS.events.none : TEXTS.details.loading}</p>;
  return (
    <div className="wide-table">
      <table>
        <TableHead names={COLUMNS} />
        <tbody>
          {[...rows.byKey.values()].reverse().map((row) => (
            <tr key={row.key}>
              {COLUMNS.map((name) => (
                <td key={name}>{cellOf(row, rows.columns, name)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
