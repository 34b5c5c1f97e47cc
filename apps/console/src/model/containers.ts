import type { LabObject } from '../store/row.ts';

/** Container of a pod, init and ephemeral ones included. */
export interface ContainerView {
  readonly name: string;
  readonly restarts: number;
  /** Reason for which the container has never started, such as `ContainerCreating`; undefined after its first start. */
  readonly waiting?: string;
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
    const known = new Map((status[statuses] as Status[] | undefined)?.map((each) => [each.name, each]));
    return ((spec[list] as ContainerFields[] | undefined) ?? []).map(({ name }) => containerView(name, known.get(name)));
  });
}

function containerView(name: string, status: Status | undefined): ContainerView {
  const { restartCount: restarts = 0, state, lastState } = status ?? {};
  const hasStarted = state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined;
  return { name, restarts, ...(!hasStarted && { waiting: state?.waiting?.reason ?? 'Pending' }) };
}

/** Returns the images of a pod's containers, each once. */
export function podImages({ spec = {} }: LabObject): readonly string[] {
  const containers = LISTS.flatMap(([list]) => (spec[list] as ContainerFields[] | undefined) ?? []);
  return [...new Set(containers.map(({ image = '' }) => image))];
}

interface ContainerFields {
  readonly name: string;
  readonly image?: string;
}

interface Status extends ContainerFields {
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string }; readonly running?: object; readonly terminated?: object };
  readonly lastState?: { readonly terminated?: object };
}
