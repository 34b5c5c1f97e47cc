import { useEffect, useState } from 'react';
import { sendJson } from '../api/client.ts';
import { dataText, keyText, type Why, type WhyChain, type WhyStep, whyPath } from '../model/why.ts';
import type { Selection } from '../store/address.ts';
import { useLab } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';

/** Why the selected object is as it is: what `klockwork why` says, asked again whenever the object changes. */
export function WhyAnswers({ selection, revision }: { readonly selection: Selection; readonly revision: string }) {
  const [why, setWhy] = useState<Why | undefined>();
  const [problem, setProblem] = useState('');
  const { at } = useLab();
  const path = `${at === undefined ? '' : `/at/${at}`}${whyPath(selection.resource, selection.key)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the object asks again
  useEffect(() => {
    const stop = new AbortController();
    sendJson<Why>(path, { signal: stop.signal }).then(
      (answer) => {
        setWhy(answer);
        setProblem('');
      },
      (error: Error) => {
        if (!stop.signal.aborted) setProblem(error.message);
      },
    );
    return () => stop.abort();
  }, [path, revision]);
  return (
    <section className="why" aria-label={TEXTS.details.why}>
      <h3>{TEXTS.details.why}</h3>
      {problem !== '' && <p role="alert">{problem}</p>}
      {why?.answers.length === 0 && <p>{TEXTS.details.whyEmpty}</p>}
      {why?.answers.map(({ question, diagnosis, chain }) => (
        <details key={question} open>
          <summary>{question}</summary>
          {diagnosis?.findings?.map(({ text }) => (
            <p key={text}>{text}</p>
          ))}
          {diagnosis?.remedies !== undefined && diagnosis.remedies.length > 0 && (
            <p>
              {TEXTS.details.help}: {diagnosis.remedies.join('; ')}
            </p>
          )}
          <Chain chain={chain} />
        </details>
      ))}
    </section>
  );
}

function Chain({ chain }: { readonly chain: WhyChain }) {
  return (
    <ol>
      {chain.steps.map((step) => (
        <Step key={step.revision} step={step} />
      ))}
    </ol>
  );
}

function Step({ step }: { readonly step: WhyStep }) {
  return (
    <li>
      <time>{new Date(step.at).toISOString().slice(11, 23)}</time> <strong>{step.type}</strong> {keyText(step.key)}{' '}
      <small>{dataText(step)}</small>
      {step.note !== undefined && <em> {step.note}</em>}
      {step.branches.map((branch) => (
        <div key={branch.steps[0]?.revision}>
          {TEXTS.details.alsoBecause}
          <Chain chain={branch} />
        </div>
      ))}
    </li>
  );
}
