import type { Container, Pod, ResourceRequirements } from '@klockwork/kubernetes-types';
import { type RunningState, resourcesOf, runningReport, type StoppingState, withHistory } from '../container-state.ts';
import { graceSeconds } from '../grace-seconds.ts';
import { podEvents } from '../pod-events.ts';
import { containerState, containersOf, type PodState, withContainer } from '../pod-state.ts';
import type { Draft, PodView } from '../pod-view.ts';
import { stopContainer } from '../stopping/stop-container.ts';
import { allocationOf, isSame, isSameAllocation } from './allocation.ts';
import { resizeEvents } from './resize-events.ts';

/** Container with a process, outside of its start. */
type StartedState = RunningState | StoppingState;

/** True if a continuing pod requests other resources than granted. */
export function wantsResize(pod: Pod, { allocation, terminalPhase, ending }: PodState): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined || terminalPhase !== undefined || ending !== undefined) return false;
  return allocation !== undefined && !isSameAllocation(allocationOf(pod), allocation);
}

/**
 * Applies granted resources to a running container, in place or by a restart; undefined if they match. `view.pod` has the granted
 * resources.
 */
export function resizeContainer(view: PodView, container: Container, current: StartedState): Draft | undefined {
  const { resources, resizing } = current;
  const { resizeRetryAt } = current.history;
  const desiredRequirements = container.resources ?? {};
  if (resources === undefined || isSame(resources, desiredRequirements)) return undefined;
  if (needsRestart(container, resources, desiredRequirements)) return restart(view, container, current);
  if (resizing !== undefined && isSame(resizing, desiredRequirements)) return { state: view.state, actions: [] };
  if (resizeRetryAt !== undefined && view.now < resizeRetryAt)
    return { state: view.state, actions: [], wakeAt: { at: resizeRetryAt, timer: { name: 'pod-resync', upkeep: true } } };
  return {
    state: withContainer(
      view.state,
      container.name,
      withHistory({ ...current, resizing: desiredRequirements }, { resizeRetryAt: undefined }),
    ),
    actions: [{ type: 'resize-container', container: container.name, id: current.report.id, resources: desiredRequirements }],
  };
}

function restart(view: PodView, container: Container, current: StartedState): Draft {
  const order = { graceMs: graceSeconds(view.pod) * 1_000, event: podEvents.resizeRequiresRestart(container.name), isItsTurn: true };
  const state = withContainer(view.state, container.name, { ...current, replaced: true });
  return stopContainer({ ...view, state }, container, order);
}

function needsRestart({ resizePolicy = [] }: Container, before: ResourceRequirements, after: ResourceRequirements): boolean {
  return resizePolicy.some(({ resourceName, restartPolicy }) => {
    const isChanged = (['requests', 'limits'] as const).some((list) => before[list]?.[resourceName] !== after[list]?.[resourceName]);
    return restartPolicy === 'RestartContainer' && isChanged;
  });
}

/** Ends a resize that is no longer requested, or that all containers completed. */
export function settleResize(draft: Draft, desiredPod: Pod, grantedPod: Pod): Draft {
  const { resize } = draft.state;
  if (resize === undefined) return draft;
  const pending = wantsResize(desiredPod, draft.state) ? resize.pending : undefined;
  const isDone = resize.progress !== undefined && !containersOf(grantedPod).some((container) => isBehind(container, draft.state));
  const progress = isDone ? undefined : resize.progress;
  const left = { ...(pending && { pending }), ...(progress && { progress }) };
  const { resize: _, ...state } = draft.state;
  const actions = isDone ? [resizeEvents.completed(grantedPod, resize.progress?.generation ?? 0)] : [];
  return {
    ...draft,
    state: Object.keys(left).length === 0 ? state : { ...state, resize: left },
    actions: [...draft.actions, ...actions],
  };
}

function isBehind({ name, resources = {} }: Container, state: PodState): boolean {
  const container = containerState(state, name);
  if (runningReport(container) !== undefined) return !isSame(resourcesOf(container) ?? resources, resources);
  if (container.type === 'exited') return container.replaced === true;
  return container.type !== 'waiting';
}
