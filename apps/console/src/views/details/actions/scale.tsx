import { useState } from 'react';
import { send } from '../../../api/client.ts';
import { objectPath } from '../../../model/kinds.ts';
import { TEXTS } from '../../../texts.ts';
import type { ActionProps, ObjectAction } from './object-action.ts';

const MERGE = 'application/merge-patch+json';

/** Changes the number of replicas by the subresource `scale`, of custom kinds too. */
export const scaleAction: ObjectAction = { id: 'scale', appliesTo: ({ resource }) => resource !== 'pods', Buttons: ScaleForm };

function ScaleForm({ selection, kind, object, act }: ActionProps) {
  const current = Number(object.spec?.replicas ?? 1);
  const [replicas, setReplicas] = useState<string | undefined>();
  if (!kind.subresources.get('scale')?.has('patch')) return undefined;
  const path = `${objectPath(kind, selection.key)}/scale`;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act(() => send(path, { method: 'PATCH', contentType: MERGE, body: { spec: { replicas: Number(replicas ?? current) } } }));
        setReplicas(undefined);
      }}
    >
      <label>
        {TEXTS.scale.replicas}{' '}
        <input type="number" min={0} required value={replicas ?? current} onChange={(event) => setReplicas(event.target.value)} />
      </label>{' '}
      <button type="submit">{TEXTS.scale.button}</button>
    </form>
  );
}
