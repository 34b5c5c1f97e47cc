import type { PickedItem } from '../model/picked-item.ts';
import { changesOf } from '../model/row-history.ts';
import type { Timeline, TimelineRow } from '../model/timeline.ts';
import { goTo, inView, useAddress } from '../store/address.ts';
import { TEXTS } from '../texts.ts';
import { AddressLink } from './address-link.tsx';
import { barText, markText, nameOf } from './timeline-row.tsx';

/** Max number of changes in the list of a row. */
const CHANGES_MAX = 100;

interface TimelineItemProps {
  readonly timeline: Timeline;
  readonly picked: PickedItem | undefined;
  readonly now: number;
  readonly onPick: (item: PickedItem | undefined) => void;
}

/** Selected bar or mark with the way to its moment, or the list of a row's changes. */
export function TimelineItem({ timeline, picked, now, onPick }: TimelineItemProps) {
  const row = picked && timeline.row(picked.id);
  if (picked === undefined || row === undefined) return undefined;
  const { bar, mark } = picked;
  const revision = bar?.revision ?? mark?.revision;
  return (
    <section className="item" aria-label={TEXTS.timeline.item} aria-live="polite">
      <header>
        <h2>{nameOf(row)}</h2>
        <button type="button" onClick={() => onPick(undefined)}>
          {TEXTS.timeline.close}
        </button>
      </header>
      {revision === undefined ? (
        <RowHistory row={row} now={now} onPick={onPick} />
      ) : (
        <>
          {bar !== undefined && <p>{barText(bar, now)}</p>}
          {mark !== undefined && <p>{markText(mark)}</p>}
          <ShowMoment revision={revision} />
          <AskWhy revision={revision} />
        </>
      )}
    </section>
  );
}

/** Button that shows the page at the moment of an event. */
function ShowMoment({ revision }: { readonly revision: number }) {
  const address = useAddress();
  return (
    <button type="button" onClick={() => goTo({ ...address, at: revision })}>
      {TEXTS.timeline.showMoment}
    </button>
  );
}

/** Link to the causes of an event. */
function AskWhy({ revision }: { readonly revision: number }) {
  return <AddressLink to={{ ...inView(useAddress(), 'why'), of: String(revision) }}>{TEXTS.why.openGraph}</AddressLink>;
}

interface RowHistoryProps {
  readonly row: TimelineRow;
  readonly now: number;
  readonly onPick: (item: PickedItem) => void;
}

/** Bars and marks of a row as a list, the newest first. */
function RowHistory({ row, now, onPick }: RowHistoryProps) {
  const changes = changesOf(row);
  const rest = changes.length - CHANGES_MAX;
  return (
    <>
      <h3>{TEXTS.timeline.history(row.container ?? row.key)}</h3>
      <ol className="changes">
        {changes.slice(0, CHANGES_MAX).map((change) => {
          const text = 'from' in change ? barText(change, now) : markText(change);
          return (
            <li key={`${'from' in change} ${change.revision} ${change.label}`}>
              <button type="button" onClick={() => onPick({ id: row.id, ...('from' in change ? { bar: change } : { mark: change }) })}>
                {text}
              </button>
            </li>
          );
        })}
      </ol>
      {rest > 0 && <p>{TEXTS.timeline.more(rest)}</p>}
    </>
  );
}
