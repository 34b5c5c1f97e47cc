import { send } from '../../../api/client.ts';
import { objectPath } from '../../../model/kinds.ts';
import { useLabTime } from '../../../store/lab.ts';
import { TEXTS } from '../../../texts.ts';
import type { ActionProps, ObjectAction } from './object-action.ts';

const MERGE = 'application/merge-patch+json';
/** Annotation of `kubectl rollout restart`. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const RESTARTABLE: ReadonlySet<string> = new Set(['deployments.apps', 'daemonsets.apps', 'statefulsets.apps']);

/** Replaces all pods of a workload. Models `objectrestarter.go` of kubectl. */
export const restartAction: ObjectAction = {
  id: 'restart',
  appliesTo: ({ resource }) => RESTARTABLE.has(resource),
  Buttons: RestartButton,
};

function RestartButton({ selection, kind, act }: ActionProps) {
  const now = useLabTime()?.present ?? 0;
  const restart = () => {
    const annotations = { [RESTARTED_AT]: `${new Date(now).toISOString().slice(0, 19)}Z` };
    const body = { spec: { template: { metadata: { annotations } } } };
    act(() => send(objectPath(kind, selection.key), { method: 'PATCH', contentType: MERGE, body }));
  };
  return (
    <button type="button" onClick={restart}>
      {TEXTS.scale.restart}
    </button>
  );
}
