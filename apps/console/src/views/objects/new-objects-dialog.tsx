import { type FormEvent, useState } from 'react';
import { creationPlace, type NewObject, yamlObjects } from '../../model/yaml-documents.ts';
import { useLab } from '../../store/lab.ts';
import { createObject } from '../../store/object-writes.ts';
import { TEXTS } from '../../texts.ts';
import { DocumentsEditor } from '../details/yaml/documents-editor.tsx';
import { Dialog } from '../dialog.tsx';

interface NewObjectsProps {
  /** Namespace of objects without one. */
  readonly namespace: string;
  readonly close: () => void;
}

/** Answer of the server to a document. */
interface CreationAnswer {
  readonly name: string;
  readonly texts: readonly string[];
  readonly isRefused: boolean;
}

/** Creates the objects of a pasted text one after the other, and shows the answer to each. */
export function NewObjectsDialog({ namespace, close }: NewObjectsProps) {
  const lab = useLab();
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [answers, setAnswers] = useState<readonly CreationAnswer[]>([]);
  const [isBusy, setIsBusy] = useState(false);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const parsed = yamlObjects(text);
    setAnswers([]);
    if ('problems' in parsed) return setProblems(parsed.problems.map(({ document, message }) => TEXTS.creation.problem(document, message)));
    setProblems(parsed.objects.length === 0 ? [TEXTS.creation.noDocument] : []);
    setIsBusy(true);
    for (const object of parsed.objects) {
      // Definitions of an earlier document add kinds.
      const answer = await created(object, creationPlace(object, lab.kinds.kinds.kinds, namespace));
      setAnswers((known) => [...known, answer]);
    }
    setIsBusy(false);
  };
  return (
    <Dialog title={TEXTS.creation.title} close={close}>
      <form onSubmit={(event) => void create(event)}>
        <p className="soft">{TEXTS.creation.help}</p>
        <DocumentsEditor label={TEXTS.creation.text} kinds={() => lab.kinds.kinds.kinds} onChange={setText} />
        {problems.map((problem) => (
          <p key={problem} role="alert">
            {problem}
          </p>
        ))}
        <footer>
          <button type="submit" disabled={isBusy}>
            {TEXTS.creation.create}
          </button>
        </footer>
      </form>
      <Answers answers={answers} />
    </Dialog>
  );
}

async function created(object: NewObject, place: ReturnType<typeof creationPlace>): Promise<CreationAnswer> {
  if ('problem' in place) return { name: object.metadata?.name ?? '', texts: [place.problem], isRefused: true };
  const { path, name } = place;
  try {
    const { warnings } = await createObject(path, object);
    return { name, texts: [TEXTS.creation.created(name), ...warnings.map(TEXTS.yaml.warning)], isRefused: false };
  } catch (error) {
    return { name, texts: [(error as Error).message], isRefused: true };
  }
}

function Answers({ answers }: { readonly answers: readonly CreationAnswer[] }) {
  if (answers.length === 0) return undefined;
  return (
    <ol aria-label={TEXTS.creation.answers}>
      {answers.map(({ name, texts, isRefused }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers keep their order, and two documents may have one name
        <li key={`${index} ${name}`}>
          <span role={isRefused ? 'alert' : undefined}>{texts.join(' ')}</span>
        </li>
      ))}
    </ol>
  );
}
