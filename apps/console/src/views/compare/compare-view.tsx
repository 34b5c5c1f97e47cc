import type { LabList } from '@klockwork/console';
import { useEffect, useState } from 'react';
import { type ComparedMoment, type Difference, placeOf } from '../../model/compare.ts';
import { goTo, useAddress } from '../../store/address.ts';
import { type Comparison, readComparison, revisionOf } from '../../store/comparison.ts';
import { useLabs } from '../../store/other-labs.ts';
import { TEXTS } from '../../texts.ts';
import { FieldChanges } from '../log/field-changes.tsx';
import './compare.css';
import { LabChoice, NoLabs, WITH } from './lab-choice.tsx';
import { LabsView } from './labs-view.tsx';

/** This lab beside another one, or beside its own past. */
export function CompareView() {
  const { at, filters = {} } = useAddress();
  const labs = useLabs();
  const id = at === undefined ? filters[WITH] : undefined;
  return (
    <section className="compare" aria-label={TEXTS.compare.title}>
      {labs !== undefined && labs.others.length > 0 && <LabChoice labs={labs} />}
      {id === undefined ? <PastComparison at={at} labs={labs} /> : labs && <OtherComparison id={id} labs={labs} />}
    </section>
  );
}

function OtherComparison({ id, labs }: { readonly id: string; readonly labs: LabList }) {
  const other = labs.others.find((lab) => lab.id === id);
  return other === undefined ? <p role="alert">{TEXTS.labs.unknown}</p> : <LabsView key={id} labs={labs} other={other} />;
}

/** Objects that differ between a moment of the past and the present, with their events on one axis. */
function PastComparison({ at, labs }: { readonly at: number | undefined; readonly labs: LabList | undefined }) {
  return (
    <>
      <MomentForm key={at} at={at} />
      {at === undefined ? <p>{TEXTS.compare.intro}</p> : <Differences key={at} at={at} />}
      {at === undefined && labs?.others.length === 0 && <NoLabs labs={labs} />}
    </>
  );
}

function MomentForm({ at }: { readonly at: number | undefined }) {
  const address = useAddress();
  const [moment, setMoment] = useState(at === undefined ? '-5m' : String(at));
  const [problem, setProblem] = useState('');
  const compare = () =>
    void revisionOf(moment).then(
      (revision) => goTo({ ...address, at: revision }),
      (error: Error) => setProblem(error.message),
    );
  return (
    <form
      className="actions"
      onSubmit={(event) => {
        event.preventDefault();
        compare();
      }}
    >
      <label>
        {TEXTS.compare.moment} <input value={moment} spellCheck={false} onChange={(event) => setMoment(event.target.value)} />
      </label>
      <button type="submit">{TEXTS.compare.compare}</button>
      {problem !== '' && <p role="alert">{problem}</p>}
    </form>
  );
}

function Differences({ at }: { readonly at: number }) {
  const [comparison, setComparison] = useState<Comparison | undefined>();
  const [problem, setProblem] = useState('');
  const [count, setCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count asks again
  useEffect(() => {
    const stop = new AbortController();
    readComparison(at, stop.signal).then(setComparison, (error: Error) => {
      if (!stop.signal.aborted) setProblem(error.message);
    });
    return () => stop.abort();
  }, [at, count]);
  if (problem !== '') return <p role="alert">{problem}</p>;
  if (comparison === undefined) return <p>{TEXTS.compare.loading}</p>;
  const { before, after, differences } = comparison;
  return (
    <>
      <p>
        {TEXTS.compare.count(differences.length)}{' '}
        <button type="button" onClick={() => setCount(count + 1)}>
          {TEXTS.compare.again}
        </button>
      </p>
      <div className="span">
        <span>{momentText(before)}</span>
        <span>{momentText(after)}</span>
      </div>
      {differences.map((difference) => (
        <Row key={`${difference.key.group}/${difference.text}`} difference={difference} before={before} after={after} />
      ))}
    </>
  );
}

interface RowProps {
  readonly difference: Difference;
  readonly before: ComparedMoment;
  readonly after: ComparedMoment;
}

/** Object with its events between both moments, and its changed fields on demand. */
function Row({ difference: { text, type, fields, events }, before, after }: RowProps) {
  return (
    <details className="difference" data-type={type}>
      <summary>
        <span>
          {TEXTS.compare.types[type]} {text}
        </span>
        <svg viewBox="0 0 1000 16" preserveAspectRatio="none" role="img" aria-label={TEXTS.compare.events(events.length)}>
          {events.map(({ revision, at, type: name }) => (
            <rect key={revision} x={placeOf(at, before, after) * 996} y={2} width={4} height={12}>
              <title>{`${revision} ${name} ${new Date(at).toISOString().slice(11, 23)}`}</title>
            </rect>
          ))}
        </svg>
      </summary>
      {fields.length > 0 ? <FieldChanges changes={fields} /> : <p>{TEXTS.compare.noFields}</p>}
    </details>
  );
}

function momentText({ revision, at }: ComparedMoment): string {
  return TEXTS.compare.at(revision, new Date(at).toISOString().slice(0, 19).replace('T', ' '));
}
