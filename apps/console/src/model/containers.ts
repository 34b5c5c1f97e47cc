import type { LabObject } from '../store/row.ts';

/** Container of a pod, init and ephemeral ones included. */
export interface ContainerView {
  readonly name: string;
  readonly restarts: number;
}

/** Lists of containers in a pod's spec, with their statuses. */
const LISTS = [
  ['containers', 'containerStatuses'],
  ['initContainers', 'initContainerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/** Returns the containers of a pod in the order of its spec, application containers first. */
export function containersOf({ spec = {}, status = {} }: LabObject): readonly ContainerView[] {
  return LISTS.flatMap(([list, statuses]) => {
    const counts = new Map((status[statuses] as Status[] | undefined)?.map((each) => [each.name, each.restartCount]));
    return ((spec[list] as Named[] | undefined) ?? []).map(({ name }) => ({ name, restarts: counts.get(name) ?? 0 }));
  });
}

/** Returns the images of a pod's containers, each once. */
export function podImages({ spec = {} }: LabObject): readonly string[] {
  const containers = LISTS.flatMap(([list]) => (spec[list] as Named[] | undefined) ?? []);
  return [...new Set(containers.map(({ image = '' }) => image))];
}

interface Named {
  readonly name: string;
  readonly image?: string;
}

interface Status extends Named {
  readonly restartCount: number;
}
