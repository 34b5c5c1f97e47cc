import type { Pod } from '@klockwork/kubernetes-types';
import { isHidden, newestReport } from '../container-state.ts';
import { afterStart, shownContainer } from '../container-transitions.ts';
import type { PodAction } from '../pod-action.ts';
import { podEvents } from '../pod-events.ts';
import { containerState, containersOf, type PodState, withContainer } from '../pod-state.ts';
import type { Draft } from '../pod-view.ts';

/** Returns the state for statuses: without attempts whose postStart hook runs. */
export function shownState(state: PodState): PodState {
  let shownPodState = state;
  for (const [name, container] of Object.entries(state.containers)) {
    if (isHidden(container)) shownPodState = withContainer(shownPodState, name, shownContainer(container));
  }
  return shownPodState;
}

/** Starts the postStart hook of a just started container, if any. */
export function runPostStart(state: PodState, pod: Pod): Draft | undefined {
  for (const { name } of containersOf(pod)) {
    const container = containerState(state, name);
    const report = newestReport(container);
    if (container.type !== 'starting' || container.postStart !== 'due' || report === undefined) continue;
    return {
      state: withContainer(state, name, { ...container, postStart: 'running' }),
      actions: [{ type: 'run-hook', container: name, id: report.id, hook: 'postStart' }],
    };
  }
  return undefined;
}

/** Abandons running postStart hooks of an ending pod, which count as failed. */
export function giveUpPostStart(state: PodState, pod: Pod): Draft {
  let next = state;
  const actions: PodAction[] = [];
  for (const { name } of containersOf(pod)) {
    const container = containerState(next, name);
    if (container.type !== 'starting' || (container.postStart !== 'due' && container.postStart !== 'running')) continue;
    next = withContainer(next, name, afterStart(container));
    if (container.postStart === 'running') actions.push({ type: 'cancel-hook', container: name }, podEvents.postStartFailed(name));
  }
  return { state: next, actions };
}
