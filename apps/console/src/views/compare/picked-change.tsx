import type { PickedItem } from '../../model/picked-item.ts';
import { changesOf } from '../../model/row-history.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { barText, markText, nameOf } from '../timeline-row.tsx';
import type { ShownLab } from './shown-lab.ts';

/** Max number of changes in the list of a row. */
const CHANGES_MAX = 50;

interface PickedChangeProps {
  readonly lab: ShownLab;
  readonly item: PickedItem;
  readonly onClose: () => void;
}

/** Selected bar or mark of a lab, or the changes of a row, each with the way to its causes. */
export function PickedChange({ lab, item: { id, bar, mark }, onClose }: PickedChangeProps) {
  const row = lab.view.timeline.row(id);
  if (row === undefined) return undefined;
  const changes = [bar ?? mark].flatMap((change) => change ?? []);
  const shown = changes.length > 0 ? changes : changesOf(row).slice(0, CHANGES_MAX);
  return (
    <section className="item" aria-label={TEXTS.labs.picked} aria-live="polite">
      <header>
        <h2>
          {lab.name}: {nameOf(row)}
        </h2>
        <button type="button" onClick={onClose}>
          {TEXTS.timeline.close}
        </button>
      </header>
      <ul className="changes">
        {shown.map((change) => (
          <li key={`${'from' in change} ${change.revision} ${change.label}`}>
            {'from' in change ? barText(change, lab.now) : markText(change)} <WhyLink lab={lab} revision={change.revision} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Link to the causes of an event: its lab's own console shows them. */
function WhyLink({ lab, revision }: { readonly lab: ShownLab; readonly revision: number }) {
  const of = String(revision);
  if (lab.isOwn) return <AddressLink to={{ view: 'why', of }}>{TEXTS.labs.why}</AddressLink>;
  if (lab.console === undefined) return undefined;
  return (
    <a href={`${lab.console}/why?of=${of}`} target="_blank" rel="noreferrer">
      {TEXTS.labs.why}
    </a>
  );
}
