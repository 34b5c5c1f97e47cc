import { type ReactNode, useEffect, useMemo } from 'react';
import { LAB_BASE } from '../api/lab-base.ts';
import { addressText, goTo, inView, useAddress, VIEWS, type View } from '../store/address.ts';
import { LabProvider, LabStore, useRows } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';
import { ClockBar } from './clock/clock-bar.tsx';
import { CompareView } from './compare/compare-view.tsx';
import { Details } from './details/details.tsx';
import { DrillBar } from './drills/drill-bar.tsx';
import { DrillsView } from './drills/drills-view.tsx';
import { FaultsView } from './faults/faults-view.tsx';
import { FreshnessMark } from './freshness-mark.tsx';
import { Keyboard } from './keyboard/keyboard.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { LogView } from './log/log-view.tsx';
import { MapView } from './map-view.tsx';
import { ObjectsView } from './objects/objects-view.tsx';
import { PastBar } from './past-bar.tsx';
import { SignIn } from './sign-in.tsx';
import { TimelineView } from './timeline-view.tsx';
import { TourBar } from './tour/tour-bar.tsx';
import { TourButton } from './tour/tour-button.tsx';
import { WhyView } from './why-view.tsx';

const SHOWN: Readonly<Record<View, () => ReactNode>> = {
  map: MapView,
  timeline: TimelineView,
  log: LogView,
  why: WhyView,
  faults: FaultsView,
  objects: ObjectsView,
  compare: CompareView,
  drills: DrillsView,
};

/** Page of the present, or of the past moment in its address. */
export function App() {
  const { at } = useAddress();
  const lab = useMemo(() => new LabStore(at), [at]);
  useEffect(() => {
    lab.start();
    return () => lab.stop();
  }, [lab]);
  return (
    <LabProvider value={lab}>
      <Page />
    </LabProvider>
  );
}

/** Views, clock, and selected object. */
function Page() {
  const address = useAddress();
  const { freshness } = useRows('nodes');
  if (freshness.type === 'signed-out') return <SignIn />;
  const Shown = SHOWN[address.view];
  return (
    <>
      <header className="bar">
        <strong>{TEXTS.product}</strong>
        <nav>
          {VIEWS.map((view) => (
            <ViewLink key={view} view={view} isCurrent={view === address.view} />
          ))}
        </nav>
        <TourButton />
        <Keyboard />
        <LanguageChoice />
        {address.at === undefined && <FreshnessMark freshness={freshness} />}
      </header>
      {address.at === undefined ? <ClockBar /> : <PastBar at={address.at} />}
      {LAB_BASE === '' ? <TourBar /> : <DrillBar />}
      <main className={address.selection === undefined ? 'views' : 'views with-details'}>
        <Shown />
        {address.selection && <Details key={`${address.selection.resource}/${address.selection.key}`} selection={address.selection} />}
      </main>
    </>
  );
}

function ViewLink({ view, isCurrent }: { readonly view: View; readonly isCurrent: boolean }) {
  const address = useAddress();
  return (
    <a
      href={addressText(inView(address, view))}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        goTo(inView(address, view));
      }}
    >
      {TEXTS.views[view]}
    </a>
  );
}
