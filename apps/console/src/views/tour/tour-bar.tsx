import { useEffect, useState } from 'react';
import { send } from '../../api/client.ts';
import { NEW_TOUR, stepOf, TOUR_STEPS, type TourState, tourAfter } from '../../model/tour.ts';
import { useTourFacts } from '../../store/tour-facts.ts';
import { saveTour, useTour } from '../../store/tour-store.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import './tour.css';

/** Guides a visitor through a failure, or offers to. */
export function TourBar() {
  const tour = useTour();
  if (tour === undefined) return <Offer />;
  return tour.isOpen ? <Steps tour={tour} /> : undefined;
}

function Offer() {
  return (
    <section className="bar tour" aria-label={TEXTS.tour.title}>
      <span>{TEXTS.tour.offer}</span>
      <button type="button" onClick={() => saveTour(NEW_TOUR)}>
        {TEXTS.tour.start}
      </button>
      <button type="button" onClick={() => saveTour({ ...NEW_TOUR, isOpen: false })}>
        {TEXTS.tour.refuse}
      </button>
    </section>
  );
}

/** Present step, shown until the lab reaches its goal. */
function Steps({ tour }: { readonly tour: TourState }) {
  const facts = useTourFacts();
  useEffect(() => {
    const next = tourAfter(tour, facts);
    if (next !== tour) saveTour(next);
  });
  const step = stepOf(tour);
  return (
    <section className="bar tour" aria-label={TEXTS.tour.title}>
      <output>
        {step === undefined ? (
          TEXTS.tour.end
        ) : (
          <>
            <strong>{TEXTS.tour.place(tour.step + 1, TOUR_STEPS.length)}</strong> {TEXTS.tour.steps[step](tour.node ?? '')}
          </>
        )}
      </output>
      {step === 'pods' && <CreatePods />}
      {step === 'fork' && <ForkCommand tour={tour} />}
      {step === undefined && <AddressLink to={{ view: 'drills' }}>{TEXTS.tour.drill}</AddressLink>}
      <button type="button" onClick={() => saveTour(step === undefined ? { ...NEW_TOUR, isOpen: false } : { ...tour, isOpen: false })}>
        {step === undefined ? TEXTS.tour.finish : TEXTS.tour.leave}
      </button>
    </section>
  );
}

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const WEB = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } },
  spec: {
    ...{ replicas: 3, selector: { matchLabels: { app: 'web' } } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } },
  },
};

function CreatePods() {
  const [problem, setProblem] = useState('');
  const create = () =>
    void send(DEPLOYMENTS, { method: 'POST', body: WEB }).then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    );
  return (
    <>
      <button type="button" onClick={create}>
        {TEXTS.tour.create}
      </button>
      {problem !== '' && <span role="alert">{problem}</span>}
    </>
  );
}

function ForkCommand({ tour }: { readonly tour: TourState }) {
  const [problem, setProblem] = useState('');
  const command = TEXTS.past.forkCommand(tour.revision ?? 0);
  const copy = () =>
    void navigator.clipboard.writeText(command).then(
      () => saveTour({ ...tour, hasCopied: true }),
      (error: Error) => setProblem(error.message),
    );
  return (
    <>
      <code>{command}</code>
      <button type="button" onClick={copy}>
        {TEXTS.tour.copy}
      </button>
      {problem !== '' && <span role="alert">{problem}</span>}
    </>
  );
}
