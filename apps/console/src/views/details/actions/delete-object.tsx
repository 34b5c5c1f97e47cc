import { send } from '../../../api/client.ts';
import { objectPath } from '../../../model/kinds.ts';
import { TEXTS } from '../../../texts.ts';
import type { ActionProps, ObjectAction } from './object-action.ts';

/** Deletes a pod. */
export const deleteAction: ObjectAction = { id: 'delete', appliesTo: ({ resource }) => resource === 'pods', Buttons: DeleteButton };

function DeleteButton({ selection, kind, act }: ActionProps) {
  return (
    <button type="button" onClick={() => act(() => send(objectPath(kind, selection.key), { method: 'DELETE' }))}>
      {TEXTS.details.delete}
    </button>
  );
}
