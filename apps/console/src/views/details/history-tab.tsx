import { dateText } from '../../model/clock-text.ts';
import { actorText, causeText } from '../../model/log-filter.ts';
import { changeText, type ObjectRevision, objectRevisions } from '../../model/object-history.ts';
import { useAddress } from '../../store/address.ts';
import { useObjectEvents } from '../../store/object-events.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import './history.css';
import type { DetailsTab, SelectedObject } from './selected-object.ts';

/** Revisions of the object in the log: changed fields, actor, cause. */
export const historyTab: DetailsTab = { id: 'history', title: TEXTS.history.title, appliesTo: () => true, Panel: HistoryPanel };

function HistoryPanel({ selection }: SelectedObject) {
  const { at } = useAddress();
  const events = useObjectEvents(selection.resource, selection.key, at);
  if (events === undefined) return <p>{TEXTS.details.loading}</p>;
  if (events.length === 0) return <p>{TEXTS.history.none}</p>;
  return (
    <ol className="history" aria-label={TEXTS.history.title}>
      {objectRevisions(events).map((revision) => (
        <Revision key={revision.event.revision} revision={revision} />
      ))}
    </ol>
  );
}

function Revision({ revision: { event, changes } }: { readonly revision: ObjectRevision }) {
  const address = useAddress();
  return (
    <li>
      <AddressLink to={{ ...address, at: event.revision }} title={TEXTS.history.show(event.revision)}>
        {event.revision}
      </AddressLink>{' '}
      <time>{dateText(event.at)}</time> <strong>{event.type}</strong> {TEXTS.history.by(actorText(event))} <small>{causeText(event)}</small>
      <ul>
        {changes.map((change) => (
          <li key={change.path}>
            <code>{changeText(change)}</code>
          </li>
        ))}
      </ul>
    </li>
  );
}
