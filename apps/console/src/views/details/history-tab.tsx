import { lazy, type ReactNode, useState } from 'react';
import { dateText } from '../../model/clock-text.ts';
import { actorText, causeText } from '../../model/log-filter.ts';
import { changeText, type ObjectRevision, objectRevisions } from '../../model/object-history.ts';
import { restoredObject } from '../../model/restored-object.ts';
import { useAddress } from '../../store/address.ts';
import { useObjectEvents } from '../../store/object-events.ts';
import { type PlannedWrite, readObject, replaceObject } from '../../store/object-writes.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import './history.css';
import type { DetailsTab, SelectedObject } from './selected-object.ts';

/** Revisions of the object in the log: changed fields, actor, cause. */
export const historyTab: DetailsTab = { id: 'history', title: TEXTS.history.title, appliesTo: () => true, Panel: HistoryPanel };

const ReviewedWrite = lazy(() => import('./yaml/reviewed-write.tsx').then(({ ReviewedWrite: View }) => ({ default: View })));

function HistoryPanel(selected: SelectedObject) {
  const { selection, kind, row } = selected;
  const { at } = useAddress();
  const [restored, setRestored] = useState<number | undefined>();
  const events = useObjectEvents(selection.resource, selection.key, at);
  if (events === undefined) return <p>{TEXTS.details.loading}</p>;
  if (events.length === 0) return <p>{TEXTS.history.none}</p>;
  if (restored !== undefined)
    return (
      <ReviewedWrite plan={() => restoration(selected, restored)} backText={TEXTS.history.back} onEnd={() => setRestored(undefined)} />
    );
  const canRestore = at === undefined && row !== undefined && kind.verbs.has('update');
  return (
    <ol className="history" aria-label={TEXTS.history.title}>
      {objectRevisions(events).map((revision, index) => (
        <Revision key={revision.event.revision} revision={revision}>
          {canRestore && index > 0 && revision.event.change !== 'deleted' && (
            <button
              type="button"
              aria-label={TEXTS.history.restoreLabel(revision.event.revision)}
              onClick={() => setRestored(revision.event.revision)}
            >
              {TEXTS.history.restore}
            </button>
          )}
        </Revision>
      ))}
    </ol>
  );
}

/** Reads the object of now and of a revision, and plans to write the former content over the present. */
async function restoration({ kind, selection: { key } }: SelectedObject, revision: number): Promise<PlannedWrite> {
  const [before, former] = await Promise.all([readObject(kind, key), readObject(kind, key, revision)]);
  const object = restoredObject(before, former);
  return { before, write: (isTrial) => replaceObject(kind, key, { object, isTrial }) };
}

interface RevisionProps {
  readonly revision: ObjectRevision;
  readonly children: ReactNode;
}

function Revision({ revision: { event, changes }, children }: RevisionProps) {
  const address = useAddress();
  return (
    <li>
      <AddressLink to={{ ...address, at: event.revision }} title={TEXTS.history.show(event.revision)}>
        {event.revision}
      </AddressLink>{' '}
      <time>{dateText(event.at)}</time> <strong>{event.type}</strong> {TEXTS.history.by(actorText(event))} <small>{causeText(event)}</small>{' '}
      {children}
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
