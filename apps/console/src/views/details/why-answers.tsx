import { questionPath, questionText } from '../../model/question.ts';
import type { WhyChain, WhyStep } from '../../model/why.ts';
import { inView, type Selection, useAddress } from '../../store/address.ts';
import { useLab } from '../../store/lab.ts';
import { useWhy } from '../../store/why-answer.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { StepLink, StepText } from '../why-step.tsx';

/** Why the selected object is as it is: what `klockwork why` says, asked again whenever the object changes. */
export function WhyAnswers({ selection, revision }: { readonly selection: Selection; readonly revision: string }) {
  const { at } = useLab();
  const address = useAddress();
  const of = questionText(selection, at);
  const { why, problem } = useWhy(questionPath(of), revision);
  return (
    <section className="why" aria-label={TEXTS.details.why}>
      <h3>{TEXTS.details.why}</h3>
      <AddressLink to={{ ...inView(address, 'why'), of }}>{TEXTS.why.openGraph}</AddressLink>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {why?.answers.length === 0 && <p>{TEXTS.details.whyEmpty}</p>}
      {why?.answers.map(({ question, diagnosis, chain }) => (
        <details key={question} open>
          <summary>{question}</summary>
          {diagnosis?.findings?.map(({ text }) => (
            <p key={text}>{text}</p>
          ))}
          {diagnosis?.remedies !== undefined && diagnosis.remedies.length > 0 && (
            <p>
              {TEXTS.why.help}: {diagnosis.remedies.join('; ')}
            </p>
          )}
          <WhyChainList chain={chain} />
        </details>
      ))}
    </section>
  );
}

/** Chain of causes as a list: a step per line, with the chains that join it. */
export function WhyChainList({ chain: { steps, gap, end } }: { readonly chain: WhyChain }) {
  const address = useAddress();
  return (
    <ol>
      {steps.map((step) => (
        <Step key={step.revision} step={step} omitted={gap?.after === step.revision ? gap.steps : 0} />
      ))}
      {end.ends === 'in-what-was-removed' && <li>{TEXTS.why.removed(end.revision ?? 0)}</li>}
      {end.ends === 'further-back' && (
        <li>
          <AddressLink to={{ ...inView(address, 'why'), of: String(end.revision) }}>{TEXTS.why.further(end.revision ?? 0)}</AddressLink>
        </li>
      )}
    </ol>
  );
}

function Step({ step, omitted }: { readonly step: WhyStep; readonly omitted: number }) {
  return (
    <li>
      <StepLink step={step}>
        <StepText step={step} />
      </StepLink>
      {step.branches.map((branch) => (
        <div key={branch.steps[0]?.revision}>
          {TEXTS.details.alsoBecause}
          <WhyChainList chain={branch} />
        </div>
      ))}
      {omitted > 0 && <p>… {TEXTS.why.omitted(omitted)} …</p>}
    </li>
  );
}
