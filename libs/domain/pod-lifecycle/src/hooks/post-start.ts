import type { Pod } from '@klockwork/kubernetes-types';
import type { PodAction } from '../pod-action.ts';
import { podEvents } from '../pod-events.ts';
import { type ContainerMemory, containerMemory, containersOf, type PodMemory, withContainer } from '../pod-memory.ts';
import type { Draft } from '../pod-view.ts';

/** True while the newest attempt is hidden: during its postStart hook, upstream's worker is busy and the status stays unchanged. */
export function isHidden({ postStart, current }: ContainerMemory): boolean {
  return postStart !== undefined && current?.state === 'running';
}

/** Returns the state for statuses: without attempts whose postStart hook runs. */
export function shownMemory(memory: PodMemory): PodMemory {
  let shown = memory;
  for (const [name, known] of Object.entries(memory.containers)) {
    if (!isHidden(known)) continue;
    shown = withContainer(shown, name, { current: known.last, last: undefined });
  }
  return shown;
}

/** Starts the postStart hook of a just started container, if any. */
export function runPostStart(memory: PodMemory, pod: Pod): Draft | undefined {
  for (const { name } of containersOf(pod)) {
    const { postStart, current } = containerMemory(memory, name);
    if (postStart !== 'due' || current === undefined) continue;
    return {
      memory: withContainer(memory, name, { postStart: 'running' }),
      actions: [{ do: 'run-hook', container: name, id: current.id, hook: 'postStart' }],
    };
  }
  return undefined;
}

/** Abandons running postStart hooks of an ending pod, which count as failed. */
export function giveUpPostStart(memory: PodMemory, pod: Pod): Draft {
  let next = memory;
  const actions: PodAction[] = [];
  for (const { name } of containersOf(pod)) {
    const { postStart } = containerMemory(next, name);
    if (postStart !== 'due' && postStart !== 'running') continue;
    next = withContainer(next, name, { work: undefined, postStart: undefined });
    if (postStart === 'running') actions.push({ do: 'cancel-hook', container: name }, podEvents.postStartFailed(name));
  }
  return { memory: next, actions };
}
