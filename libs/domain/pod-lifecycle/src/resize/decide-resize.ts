import type { Container, Pod, ResourceRequirements } from '@klockwork/kubernetes-types';
import { graceSeconds } from '../grace-seconds.ts';
import { podEvents } from '../pod-events.ts';
import { type ContainerMemory, containerMemory, containersOf, type PodMemory, withContainer } from '../pod-memory.ts';
import type { Draft, PodView } from '../pod-view.ts';
import { stopContainer } from '../stopping/stop-container.ts';
import { allocationOf, isSame, isSameAllocation } from './allocation.ts';
import { resizeEvents } from './resize-events.ts';

/** True if a continuing pod requests other resources than granted. */
export function wantsResize(pod: Pod, { allocation, reached, ending }: PodMemory): boolean {
  if (pod.metadata?.deletionTimestamp !== undefined || reached !== undefined || ending !== undefined) return false;
  return allocation !== undefined && !isSameAllocation(allocationOf(pod), allocation);
}

/**
 * Applies granted resources to a running container, in place or by a restart; undefined if they match. `view.pod` has the granted
 * resources.
 */
export function resizeContainer(view: PodView, container: Container, known: ContainerMemory): Draft | undefined {
  const { resources, resizing, resizeRetryAt, current } = known;
  const wanted = container.resources ?? {};
  if (resources === undefined || current === undefined || isSame(resources, wanted)) return undefined;
  if (needsRestart(container, resources, wanted)) return restart(view, container);
  if (resizing !== undefined && isSame(resizing, wanted)) return { memory: view.memory, actions: [] };
  if (resizeRetryAt !== undefined && view.now < resizeRetryAt)
    return { memory: view.memory, actions: [], wakeAt: { at: resizeRetryAt, timer: { name: 'pod-resync', upkeep: true } } };
  return {
    memory: withContainer(view.memory, container.name, { resizing: wanted, resizeRetryAt: undefined }),
    actions: [{ do: 'resize-container', container: container.name, id: current.id, resources: wanted }],
  };
}

function restart(view: PodView, container: Container): Draft {
  const order = { graceMs: graceSeconds(view.pod) * 1_000, event: podEvents.resizeRequiresRestart(container.name), isItsTurn: true };
  const memory = withContainer(view.memory, container.name, { replaced: true });
  return stopContainer({ ...view, memory }, container, order);
}

function needsRestart({ resizePolicy = [] }: Container, before: ResourceRequirements, after: ResourceRequirements): boolean {
  return resizePolicy.some(({ resourceName, restartPolicy }) => {
    const isChanged = (['requests', 'limits'] as const).some((list) => before[list]?.[resourceName] !== after[list]?.[resourceName]);
    return restartPolicy === 'RestartContainer' && isChanged;
  });
}

/** Ends a resize that is no longer requested, or that all containers completed. */
export function settleResize(draft: Draft, asked: Pod, granted: Pod): Draft {
  const { resize } = draft.memory;
  if (resize === undefined) return draft;
  const pending = wantsResize(asked, draft.memory) ? resize.pending : undefined;
  const isDone = resize.progress !== undefined && !containersOf(granted).some((container) => isBehind(container, draft.memory));
  const progress = isDone ? undefined : resize.progress;
  const left = { ...(pending && { pending }), ...(progress && { progress }) };
  const { resize: _, ...memory } = draft.memory;
  const actions = isDone ? [resizeEvents.completed(granted, resize.progress?.generation ?? 0)] : [];
  return {
    ...draft,
    memory: Object.keys(left).length === 0 ? memory : { ...memory, resize: left },
    actions: [...draft.actions, ...actions],
  };
}

function isBehind({ name, resources = {} }: Container, memory: PodMemory): boolean {
  const known = containerMemory(memory, name);
  if (known.current?.state !== 'running') return known.replaced === true || known.work !== undefined;
  return known.resources !== undefined && !isSame(known.resources, resources);
}
