import { Suspense } from 'react';
import { goTo, type Selection, useAddress } from '../../store/address.ts';
import { TEXTS } from '../../texts.ts';
import './details.css';
import { TabList } from '../tab-list.tsx';
import { type SelectedObject, useSelectedObject } from './selected-object.ts';
import { TABS } from './tabs.ts';

/** Selected object of any kind, with its tabs. */
export function Details({ selection }: { readonly selection: Selection }) {
  const { selection: _, tab: __, ...others } = useAddress();
  const selected = useSelectedObject(selection);
  return (
    <aside className="details" aria-label={`${selection.resource}/${selection.key}`}>
      <header>
        <h2>
          {selection.key} {typeof selected === 'object' && <small>{selected.kind.kind}</small>}
        </h2>
        <button type="button" onClick={() => goTo(others)}>
          {TEXTS.details.close}
        </button>
      </header>
      {selected === 'unknown' && <p>{TEXTS.details.unknownKind(selection.resource)}</p>}
      {typeof selected === 'object' && <Absence selected={selected} />}
      {typeof selected === 'object' && <OpenTab selected={selected} />}
    </aside>
  );
}

/** Why no object is shown. */
function Absence({ selected: { row, rows } }: { readonly selected: SelectedObject }) {
  const { at } = useAddress();
  if (rows.freshness.type === 'refused') return <p role="alert">{rows.freshness.message}</p>;
  if (row !== undefined || rows.freshness.type !== 'live') return undefined;
  return <p>{at === undefined ? TEXTS.details.gone : TEXTS.details.notYet}</p>;
}

function OpenTab({ selected }: { readonly selected: SelectedObject }) {
  const address = useAddress();
  const tabs = TABS.filter((tab) => tab.appliesTo(selected.selection));
  const open = tabs.find(({ id }) => id === address.tab) ?? tabs[0];
  if (open === undefined) return undefined;
  const { Panel } = open;
  return (
    <TabList tabs={tabs} open={open.id} label={TEXTS.details.tabs} onOpen={(id) => goTo({ ...address, tab: id })}>
      <Suspense fallback={<p>{TEXTS.details.loading}</p>}>
        <Panel key={open.id} {...selected} />
      </Suspense>
    </TabList>
  );
}
