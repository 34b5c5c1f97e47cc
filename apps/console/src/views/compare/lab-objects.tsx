import type { OtherLab } from '@klockwork/console';
import { useEffect, useState } from 'react';
import type { ComparedMoment } from '../../model/compare.ts';
import type { LabDifference } from '../../model/lab-differences.ts';
import { readDifferences } from '../../store/other-labs.ts';
import { TEXTS } from '../../texts.ts';
import { FieldChanges } from '../log/field-changes.tsx';

interface LabObjectsProps {
  readonly other: OtherLab;
  readonly since: ComparedMoment;
}

/** Objects that differ now between both labs. */
export function LabObjects({ other, since }: LabObjectsProps) {
  const [differences, setDifferences] = useState<readonly LabDifference[] | undefined>();
  const [problem, setProblem] = useState('');
  const [count, setCount] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count asks again
  useEffect(() => {
    const stop = new AbortController();
    setProblem('');
    readDifferences(other.id, since, stop.signal).then(setDifferences, (error: Error) => {
      if (!stop.signal.aborted) setProblem(error.message);
    });
    return () => stop.abort();
  }, [other.id, since, count]);
  if (problem !== '') return <p role="alert">{problem}</p>;
  if (differences === undefined) return <p>{TEXTS.compare.loading}</p>;
  return (
    <section aria-label={TEXTS.labs.objects(differences.length)}>
      <div className="tools">
        <h2>{TEXTS.labs.objects(differences.length)}</h2>
        <button type="button" onClick={() => setCount(count + 1)}>
          {TEXTS.labs.again}
        </button>
      </div>
      {differences.length === 0 && <p className="soft">{TEXTS.labs.noObjects}</p>}
      {differences.map((difference) => (
        <Row key={difference.id} difference={difference} other={other.name} />
      ))}
    </section>
  );
}

function Row({ difference: { text, type, fields }, other }: { readonly difference: LabDifference; readonly other: string }) {
  const summary = (
    <>
      <span className="object">{text}</span> <span className="kind">{TEXTS.labs.types[type](other)}</span>
    </>
  );
  if (fields.length === 0)
    return (
      <p className="lab-difference" data-type={type}>
        {summary}
      </p>
    );
  return (
    <details className="lab-difference" data-type={type}>
      <summary>{summary}</summary>
      <FieldChanges changes={fields} names={TEXTS.labs.fields} />
    </details>
  );
}
