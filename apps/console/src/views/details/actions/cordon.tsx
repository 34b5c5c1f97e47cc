import { send } from '../../../api/client.ts';
import { objectPath } from '../../../model/kinds.ts';
import { TEXTS } from '../../../texts.ts';
import type { ActionProps, ObjectAction } from './object-action.ts';

const MERGE = 'application/merge-patch+json';

/** Keeps new pods from a node, or admits them again. */
export const cordonAction: ObjectAction = { id: 'cordon', appliesTo: ({ resource }) => resource === 'nodes', Buttons: CordonButton };

function CordonButton({ selection, kind, object, act }: ActionProps) {
  const isCordoned = object.spec?.unschedulable === true;
  const spec = { unschedulable: isCordoned ? null : true };
  return (
    <button
      type="button"
      onClick={() => act(() => send(objectPath(kind, selection.key), { method: 'PATCH', contentType: MERGE, body: { spec } }))}
    >
      {isCordoned ? TEXTS.details.uncordon : TEXTS.details.cordon}
    </button>
  );
}
