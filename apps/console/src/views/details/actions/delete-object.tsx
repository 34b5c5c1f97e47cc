import { useEffect, useState } from 'react';
import { send } from '../../../api/client.ts';
import type { KnownObject } from '../../../model/dependents.ts';
import { objectPath } from '../../../model/kinds.ts';
import { readDependents } from '../../../store/dependents.ts';
import { useKinds } from '../../../store/lab.ts';
import { TEXTS } from '../../../texts.ts';
import { Dialog } from '../../dialog.tsx';
import type { ActionProps, ObjectAction } from './object-action.ts';

/** Lists dependents, then deletes an object. */
export const deleteAction: ObjectAction = { id: 'delete', appliesTo: () => true, Buttons: DeleteButton };

const POLICIES = ['Background', 'Foreground', 'Orphan'] as const;
/** Max number of dependents that are named. */
const NAMED_MAX = 50;

function DeleteButton(props: ActionProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (!props.kind.verbs.has('delete')) return undefined;
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        {TEXTS.deletion.button}
      </button>
      {isOpen && <DeleteDialog {...props} close={() => setIsOpen(false)} />}
    </>
  );
}

function DeleteDialog({ selection, kind, object, act, close }: ActionProps & { readonly close: () => void }) {
  const { kinds } = useKinds();
  const [dependents, setDependents] = useState<readonly KnownObject[] | undefined>();
  const [problem, setProblem] = useState('');
  const [policy, setPolicy] = useState<string>(POLICIES[0]);
  const { uid } = object.metadata;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is that of the moment of the question
  useEffect(() => {
    readDependents(kinds, { kind, key: selection.key, uid }).then(setDependents, (error: Error) => setProblem(error.message));
  }, [uid]);
  const remove = () => {
    close();
    act(() => send(objectPath(kind, selection.key), { method: 'DELETE', body: { propagationPolicy: policy, preconditions: { uid } } }));
  };
  return (
    <Dialog title={TEXTS.deletion.title(kind.kind, selection.key)} close={close}>
      {problem !== '' && <p role="alert">{problem}</p>}
      {dependents === undefined ? problem === '' && <p>{TEXTS.details.loading}</p> : <Dependents dependents={dependents} />}
      <label>
        {TEXTS.deletion.policy}{' '}
        <select value={policy} onChange={(event) => setPolicy(event.target.value)}>
          {POLICIES.map((name) => (
            <option key={name} value={name}>
              {TEXTS.deletion.policies[name]}
            </option>
          ))}
        </select>
      </label>
      <p className="actions">
        <button type="button" className="danger" onClick={remove}>
          {TEXTS.deletion.confirm}
        </button>
      </p>
    </Dialog>
  );
}

function Dependents({ dependents }: { readonly dependents: readonly KnownObject[] }) {
  if (dependents.length === 0) return <p>{TEXTS.deletion.alone}</p>;
  return (
    <>
      <p>{TEXTS.deletion.along(dependents.length)}</p>
      <ul>
        {dependents.slice(0, NAMED_MAX).map(({ kind, metadata }) => (
          <li key={`${kind.resource} ${metadata.uid}`}>
            {kind.resource}/{metadata.name}
          </li>
        ))}
        {dependents.length > NAMED_MAX && <li>{TEXTS.deletion.more(dependents.length - NAMED_MAX)}</li>}
      </ul>
    </>
  );
}
