import { type FormEvent, useMemo, useState } from 'react';
import { questionPath, questionText } from '../model/question.ts';
import { remediesOf, type WhyAnswer } from '../model/why.ts';
import { goTo, useAddress } from '../store/address.ts';
import { useWhy } from '../store/why-answer.ts';
import { TEXTS } from '../texts.ts';
import { WhyChainList } from './details/why-answers.tsx';
import { WhyGraphView } from './why-graph.tsx';
import './why.css';

type Form = 'graph' | 'list';

const FORMS: readonly Form[] = ['graph', 'list'];
/** Width below which the list is the first form. */
const NARROW = '(max-width: 800px)';

/** Causes of an object or event: what `klockwork why` says, as a graph or as a list. */
export function WhyView() {
  const { of: question, selection, at } = useAddress();
  // Without a question of its own, the view explains the selected object.
  const of = question ?? (selection && questionText(selection, at));
  const [form, setForm] = useState<Form>(() => (matchMedia(NARROW).matches ? 'list' : 'graph'));
  return (
    <section className="causes" aria-label={TEXTS.why.title}>
      <div className="causes-bar">
        <QuestionForm key={of} of={of ?? ''} />
        <fieldset>
          <legend className="unseen">{TEXTS.why.form}</legend>
          {FORMS.map((each) => (
            <button key={each} type="button" aria-pressed={each === form} onClick={() => setForm(each)}>
              {TEXTS.why.forms[each]}
            </button>
          ))}
        </fieldset>
      </div>
      {of === undefined ? (
        <p className="empty">
          {TEXTS.why.empty} <code>{TEXTS.why.command}</code>
        </p>
      ) : (
        <Answer key={of} of={of} form={form} />
      )}
    </section>
  );
}

function QuestionForm({ of }: { readonly of: string }) {
  const address = useAddress();
  const [text, setText] = useState(of);
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') goTo({ ...address, of: text.trim() });
  };
  return (
    <form onSubmit={ask}>
      <input
        type="search"
        aria-label={TEXTS.why.asked}
        placeholder={TEXTS.why.example}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />{' '}
      <button type="submit">{TEXTS.why.ask}</button>
    </form>
  );
}

function Answer({ of, form }: { readonly of: string; readonly form: Form }) {
  const { why, problem } = useWhy(questionPath(of));
  const answers = useMemo(() => why?.answers ?? [], [why]);
  if (problem !== undefined) return <p role="alert">{problem}</p>;
  if (why === undefined) return <output>{TEXTS.freshness.loading}</output>;
  if (answers.length === 0) return <p>{TEXTS.why.nothing}</p>;
  return (
    <>
      <Help answers={answers} />
      {form === 'graph' ? <WhyGraphView why={why} /> : answers.map((answer) => <AnswerList key={answer.question} answer={answer} />)}
    </>
  );
}

/** Facts, and what would help or would have prevented the state. */
function Help({ answers }: { readonly answers: readonly WhyAnswer[] }) {
  const findings = [...new Set(answers.flatMap(({ diagnosis }) => diagnosis?.findings?.map(({ text }) => text) ?? []))];
  const remedies = [...new Set(answers.flatMap(({ diagnosis }) => remediesOf(diagnosis)))];
  if (findings.length + remedies.length === 0) return undefined;
  return (
    <div className="help">
      <Texts texts={findings} />
      {remedies.length > 0 && <h3>{TEXTS.why.help}</h3>}
      <Texts texts={remedies} />
    </div>
  );
}

function Texts({ texts }: { readonly texts: readonly string[] }) {
  if (texts.length === 0) return undefined;
  return (
    <ul>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function AnswerList({ answer }: { readonly answer: WhyAnswer }) {
  return (
    <section className="why">
      <h3>{answer.question}</h3>
      <WhyChainList chain={answer.chain} />
    </section>
  );
}
