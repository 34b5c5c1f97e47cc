import { useEffect, useState } from 'react';
import { type EventChange, eventChange } from '../../model/event-change.ts';
import { keyText } from '../../model/why.ts';
import { goTo, useAddress } from '../../store/address.ts';
import { type LoggedEvent, readEventWithPrevious } from '../../store/logged-event.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { FieldChanges } from './field-changes.tsx';

/** Selected change of the log: its object before and after. */
export function EventDetails({ revision }: { readonly revision: number }) {
  const [read, setRead] = useState<readonly (LoggedEvent | undefined)[] | undefined>();
  const [problem, setProblem] = useState('');
  const address = useAddress();
  useEffect(() => {
    const stop = new AbortController();
    readEventWithPrevious(revision, stop.signal).then(setRead, (error: Error) => {
      if (!stop.signal.aborted) setProblem(error.message);
    });
    return () => stop.abort();
  }, [revision]);
  const [event, previous] = read ?? [];
  return (
    <article className="event" aria-label={TEXTS.log.event(revision)}>
      <header>
        <h2>
          {TEXTS.log.event(revision)} {event && `${event.type} ${keyText(event.key)}`}
        </h2>
        <button type="button" onClick={() => goTo({ ...address, filters: { ...address.filters, event: '' } })}>
          {TEXTS.log.close}
        </button>
      </header>
      {problem !== '' && <p role="alert">{problem}</p>}
      {read !== undefined && event === undefined && <p>{TEXTS.log.notKept}</p>}
      {event && <EventLinks event={event} />}
      {event && <Change change={eventChange(event, previous)} />}
    </article>
  );
}

function EventLinks({ event: { revision, key } }: { readonly event: LoggedEvent }) {
  const { filters: _, ...address } = useAddress();
  const resource = key.group === '' ? key.resource : `${key.resource}.${key.group}`;
  const selection = { resource, key: key.namespace === '' ? key.name : `${key.namespace}/${key.name}` };
  return (
    <p className="actions">
      <AddressLink to={{ ...address, view: 'why', of: String(revision) }}>{TEXTS.log.why}</AddressLink>
      <AddressLink to={{ ...address, view: 'log', selection }}>{TEXTS.log.show}</AddressLink>
      <AddressLink to={{ ...address, view: 'map', at: revision }}>{TEXTS.log.moment}</AddressLink>
    </p>
  );
}

/** Effect of an event on its object. */
function Change({ change }: { readonly change: EventChange }) {
  if (change.type === 'confidential') return <p>{TEXTS.log.confidential}</p>;
  if (change.type === 'updated')
    return change.fields.length === 0 ? <p>{TEXTS.log.unchanged}</p> : <FieldChanges changes={change.fields} />;
  return (
    <>
      <p>{TEXTS.log.effects[change.type]}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <pre tabIndex={0}>{JSON.stringify(change.object, null, 2)}</pre>
    </>
  );
}
