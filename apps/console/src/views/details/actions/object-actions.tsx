import { useState } from 'react';
import type { SelectedObject } from '../selected-object.ts';
import { breakAction } from './break.tsx';
import { cordonAction } from './cordon.tsx';
import { deleteAction } from './delete-object.tsx';
import { drainAction } from './drain.tsx';
import { nodePowerAction } from './node-power.tsx';
import type { ObjectAction } from './object-action.ts';
import { restartAction } from './restart.tsx';
import { scaleAction } from './scale.tsx';

/** Actions in their order, one file each. */
const ACTIONS: readonly ObjectAction[] = [
  ...[nodePowerAction, breakAction, cordonAction, drainAction],
  ...[scaleAction, restartAction, deleteAction],
];

/** Actions that apply to an object, and the refusal of the last one. */
export function ObjectActions(selected: SelectedObject) {
  const [problem, setProblem] = useState('');
  const act = (request: () => Promise<unknown>) =>
    void request().then(
      () => setProblem(''),
      (error: Error) => setProblem(error.message),
    );
  const object = selected.row?.object;
  if (object === undefined) return undefined;
  return (
    <div className="actions">
      {ACTIONS.filter((action) => action.appliesTo(selected.selection)).map(({ id, Buttons }) => (
        <Buttons key={id} {...selected} object={object} act={act} />
      ))}
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  );
}
