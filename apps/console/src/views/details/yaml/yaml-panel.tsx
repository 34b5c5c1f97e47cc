import { useCallback, useEffect, useState } from 'react';
import { Refusal } from '../../../api/client.ts';
import type { Kind } from '../../../model/kinds.ts';
import { causesOf, fieldProblems, parsedYaml, type YamlProblem, yamlOf } from '../../../model/yaml-problems.ts';
import { useAddress } from '../../../store/address.ts';
import { readObject, replaceObject, type WriteAnswer } from '../../../store/object-writes.ts';
import type { LabObject } from '../../../store/row.ts';
import { TEXTS } from '../../../texts.ts';
import type { SelectedObject } from '../selected-object.ts';
import { WriteReview } from './write-review.tsx';
import { YamlEditor } from './yaml-editor.tsx';
import './yaml.css';

const CONFLICT = 409;

/** Object as YAML: edited, reviewed by a dry run, and applied. */
export function YamlPanel({ kind, selection, row }: SelectedObject) {
  const { at } = useAddress();
  const [base, setBase] = useState<LabObject | undefined>();
  const [problem, setProblem] = useState('');
  const load = useCallback(() => {
    readObject(kind, selection.key, at).then(setBase, (error: Error) => setProblem(error.message));
  }, [kind, selection.key, at]);
  useEffect(load, [load]);
  if (base === undefined) return <p role={problem === '' ? undefined : 'alert'}>{problem || TEXTS.details.loading}</p>;
  const isOld = row !== undefined && row.object.metadata.resourceVersion !== base.metadata.resourceVersion;
  const key = base.metadata.resourceVersion;
  return (
    <>
      {isOld && at === undefined && (
        <p className="note">
          {TEXTS.yaml.changed}{' '}
          <button type="button" onClick={load}>
            {TEXTS.yaml.load}
          </button>
        </p>
      )}
      <EditedYaml key={key} kind={kind} name={selection.key} base={base} isReadOnly={at !== undefined} onApplied={setBase} />
    </>
  );
}

interface EditedYamlProps {
  readonly kind: Kind;
  readonly name: string;
  readonly base: LabObject;
  readonly isReadOnly: boolean;
  readonly onApplied: (object: LabObject) => void;
}

interface WriteProblem {
  readonly message: string;
  readonly problems: readonly YamlProblem[];
}

const NO_REFUSAL: WriteProblem = { message: '', problems: [] };

function EditedYaml({ kind, name, base, isReadOnly, onApplied }: EditedYamlProps) {
  const [original] = useState(() => yamlOf(base));
  const [text, setText] = useState(original);
  const [trial, setTrial] = useState<WriteAnswer | undefined>();
  const [refused, setRefused] = useState(NO_REFUSAL);
  const write = (isTrial: boolean) => {
    const parsed = parsedYaml(text);
    if ('problems' in parsed) return setRefused({ message: TEXTS.yaml.invalid, problems: parsed.problems });
    setRefused(NO_REFUSAL);
    replaceObject(kind, name, { object: parsed.object, isTrial }).then(
      (written) => (isTrial ? setTrial(written) : onApplied(written.object)),
      (error: Error) => {
        setTrial(undefined);
        setRefused(refusalOf(error, text));
      },
    );
  };
  if (trial !== undefined)
    return <WriteReview before={original} trial={trial} onApply={() => write(false)} onBack={() => setTrial(undefined)} />;
  return (
    <>
      <YamlEditor text={text} kind={kind} problems={refused.problems} isReadOnly={isReadOnly} onChange={setText} />
      {refused.message !== '' && <p role="alert">{refused.message}</p>}
      {!isReadOnly && (
        <div className="actions">
          <button type="button" disabled={text === original} onClick={() => write(true)}>
            {TEXTS.yaml.review}
          </button>
        </div>
      )}
    </>
  );
}

function refusalOf(error: Error, text: string): WriteProblem {
  if (!(error instanceof Refusal)) return { message: error.message, problems: [] };
  const problems = fieldProblems(text, causesOf(error.message, error.causes));
  return { message: error.code === CONFLICT ? `${error.message} ${TEXTS.yaml.conflict}` : error.message, problems };
}
