/** Fields of a pod or claim that determine an outcome. */
export interface WaitingObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly ready?: boolean;
  readonly state?: {
    readonly waiting?: { readonly reason?: string };
    readonly terminated?: { readonly reason?: string; readonly exitCode?: number };
  };
}

const REASONS_MAX = 4;

/** Outcome of an accepted manifest: `applied`, `ready`, or `waiting: ` with distinct reasons. */
export function outcomeOf(objects: readonly WaitingObject[]): string {
  if (objects.length === 0) return 'applied';
  const reasons = objects.map(reasonOf).filter((reason) => reason !== undefined);
  if (reasons.length === 0) return 'ready';
  return `waiting: ${[...new Set(reasons)].sort().slice(0, REASONS_MAX).join(', ')}`;
}

/** Outcome of a rejected manifest: first line of kubectl's error, without file name. */
export function refusalOf(stderr: string): string {
  const line = stderr.split('\n').find((each) => /error|forbidden|invalid|unknown/i.test(each)) ?? stderr.split('\n')[0] ?? '';
  return `refused: ${line.replace(/"[^"]*\.ya?ml"/, '"FILE"').trim()}`;
}

/** Reason for an unready pod or unbound claim; undefined when finished. */
function reasonOf({ kind, status }: WaitingObject): string | undefined {
  if (kind === 'PersistentVolumeClaim') return status?.phase === 'Bound' ? undefined : `claim ${status?.phase ?? 'Pending'}`;
  if (status?.phase === 'Succeeded') return undefined;
  if (status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True')) return undefined;
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const waiting = containers
    .map(({ state }) => state?.waiting?.reason)
    .find((reason) => reason !== undefined && reason !== 'PodInitializing');
  const endedState = containers.map(({ state }) => state?.terminated).find((state) => state !== undefined && state.exitCode !== 0)?.reason;
  const scheduling = status?.conditions?.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False')?.reason;
  return waiting ?? endedState ?? scheduling ?? status?.reason ?? `${status?.phase ?? 'Pending'}, not Ready`;
}
