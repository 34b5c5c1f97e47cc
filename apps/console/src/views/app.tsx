import type { ReactNode } from 'react';
import { goTo, useAddress, type View } from '../store/address.ts';
import { useRows } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';
import { ClockBar } from './clock-bar.tsx';
import { Details } from './details.tsx';
import { FreshnessMark } from './freshness-mark.tsx';
import { LogView } from './log-view.tsx';
import { MapView } from './map-view.tsx';
import { SignIn } from './sign-in.tsx';

const VIEWS: Readonly<Record<View, () => ReactNode>> = { map: MapView, log: LogView };

/** The whole page: views, the clock, and the selected object. */
export function App() {
  const address = useAddress();
  const { freshness } = useRows('nodes');
  if (freshness.type === 'signed-out') return <SignIn />;
  const Shown = VIEWS[address.view];
  return (
    <>
      <header className="bar">
        <strong>{TEXTS.product}</strong>
        <nav>
          {(Object.keys(VIEWS) as View[]).map((view) => (
            <ViewLink key={view} view={view} isCurrent={view === address.view} />
          ))}
        </nav>
        <FreshnessMark freshness={freshness} />
      </header>
      <ClockBar />
      <main className={address.selection === undefined ? 'views' : 'views with-details'}>
        <Shown />
        {address.selection && <Details key={`${address.selection.resource}/${address.selection.key}`} selection={address.selection} />}
      </main>
    </>
  );
}

function ViewLink({ view, isCurrent }: { readonly view: View; readonly isCurrent: boolean }) {
  const { selection } = useAddress();
  return (
    <a
      href={`/${view}`}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        goTo({ view, ...(selection && { selection }) });
      }}
    >
      {TEXTS.views[view]}
    </a>
  );
}
