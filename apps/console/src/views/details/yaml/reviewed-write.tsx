import { useEffect, useState } from 'react';
import { yamlOf } from '../../../model/yaml-problems.ts';
import type { PlannedWrite, WriteAnswer } from '../../../store/object-writes.ts';
import { TEXTS } from '../../../texts.ts';
import { WriteReview } from './write-review.tsx';
import './yaml.css';

interface ReviewedWriteProps {
  /** Reads what the write needs. Called once. */
  readonly plan: () => Promise<PlannedWrite>;
  readonly backText: string;
  /** Ends the review after a stored write, or without a write. */
  readonly onEnd: () => void;
}

interface TriedWrite {
  readonly planned: PlannedWrite;
  readonly trial: WriteAnswer;
}

/** Write that the server tries first, and stores after a review. */
export function ReviewedWrite({ plan, backText, onEnd }: ReviewedWriteProps) {
  const [tried, setTried] = useState<TriedWrite | undefined>();
  const [problem, setProblem] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is that of the moment of the question
  useEffect(() => {
    tryWrite(plan).then(setTried, (error: Error) => setProblem(error.message));
  }, []);
  const apply = () => tried?.planned.write(false).then(onEnd, (error: Error) => setProblem(error.message));
  if (tried !== undefined && problem === '')
    return <WriteReview before={yamlOf(tried.planned.before)} trial={tried.trial} backText={backText} onApply={apply} onBack={onEnd} />;
  return (
    <>
      <p role={problem === '' ? undefined : 'alert'}>{problem || TEXTS.details.loading}</p>
      <button type="button" onClick={onEnd}>
        {backText}
      </button>
    </>
  );
}

async function tryWrite(plan: () => Promise<PlannedWrite>): Promise<TriedWrite> {
  const planned = await plan();
  return { planned, trial: await planned.write(true) };
}
