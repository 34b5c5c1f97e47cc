import type { PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import { type KubeObject, type Node, type Pod, resources } from '@klockwork/resources';
import { nodeEvent, podEvent, statusEvent } from './autoscaler-events.ts';
import { type AutoscalerView, type Removal, TO_BE_DELETED } from './autoscaler-view.ts';
import { isDaemon, isMirror } from './drainability.ts';
import { nameOf } from './node-pool.ts';
import { removeTaints } from './node-taints.ts';
import { movedPods } from './unneeded-nodes.ts';

/** `--node-delete-delay-after-taint` */
const TAINT_MS = 5_000;
/** `--max-pod-eviction-time`: time for evictions that budgets refuse. */
const EVICTION_MS_MAX = 2 * 60_000;
/** `--max-graceful-termination-sec` */
const GRACE_SECONDS_MAX = 600;
/** Longest wait for evicted pods, with the headroom of `drain.go`. */
const TERMINATION_MS_MAX = (GRACE_SECONDS_MAX + 30) * 1_000;

/** Next steps of all removals. */
export interface RemovalSteps {
  readonly actions: readonly PlannedAction[];
  readonly removals: ReadonlyMap<string, Removal>;
  /** True after a failed removal. */
  readonly hasFailed: boolean;
}

/** Evicts pods of nodes in removal, and deletes drained Nodes: their machines end. Models `actuation/drain.go` and `delete_in_batch.go`. */
export function continueRemovals(view: AutoscalerView, now: LabTime): RemovalSteps {
  const actions: PlannedAction[] = [];
  const removals = new Map<string, Removal>();
  let hasFailed = false;
  for (const [name, removal] of view.state.removals) {
    const node = view.nodes.find((one) => nameOf(one) === name);
    if (node === undefined) continue;
    const step = now < removal.startedAt + TAINT_MS ? { actions: [], next: removal } : nextStep(node, removal, view, now);
    actions.push(...step.actions);
    if (step.next !== undefined) removals.set(name, step.next);
    hasFailed ||= step.failed === true;
  }
  return { actions, removals, hasFailed };
}

/** Step of one removal; `next` is undefined at its end. */
interface Step {
  readonly actions: readonly PlannedAction[];
  readonly next?: Removal;
  readonly failed?: true;
}

function nextStep(node: Node, removal: Removal, view: AutoscalerView, now: LabTime): Step {
  const own = view.pods.filter((pod) => pod.spec?.nodeName === nameOf(node) && !isMirror(pod));
  const remaining = own.filter((pod) => !isDaemon(pod));
  if (remaining.length === 0) return { actions: deletion(node, removal, view) };
  if (!removal.isDrain)
    return isNewlyOccupied(node, view, now) ? failure(node, removal, emptyProblem(node)) : { actions: deletion(node, removal, view) };
  const waiting = remaining.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const elapsedMs = now - removal.startedAt - TAINT_MS;
  if (waiting.length > 0 && elapsedMs >= EVICTION_MS_MAX) {
    const failed = waiting.map((pod) => podEvent(pod, 'ScaleDownFailed', 'failed to delete pod for ScaleDown', 'Warning'));
    return failure(
      node,
      removal,
      `Failed to drain node /${nameOf(node)}, due to following errors: [${waiting.map(evictionProblem).join(' ')}]`,
      failed,
    );
  }
  if (elapsedMs >= EVICTION_MS_MAX + TERMINATION_MS_MAX)
    return failure(node, removal, `Failed to drain node /${nameOf(node)}: pods remaining after timeout`);
  return eviction(
    own.filter(({ metadata }) => metadata?.deletionTimestamp === undefined),
    removal,
  );
}

function eviction(pods: readonly Pod[], removal: Removal): Step {
  const fresh = pods.filter((pod) => !removal.evicted.includes(uidOf(pod)));
  return {
    actions: [...fresh.map((pod) => podEvent(pod, 'ScaleDown', 'deleting pod for node scale down')), ...pods.map(evict)],
    next: { ...removal, evicted: [...removal.evicted, ...fresh.map(uidOf)] },
  };
}

/** A budget's refusal is tried again at the next step. */
function evict({ metadata, spec }: Pod): PlannedAction {
  const { namespace, name } = metadata ?? {};
  const deleteOptions = { gracePeriodSeconds: Math.min(spec?.terminationGracePeriodSeconds ?? 30, GRACE_SECONDS_MAX) };
  const object: KubeObject & { deleteOptions: object } = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) },
    deleteOptions,
  };
  return {
    type: 'create',
    resource: resources.pods,
    subresource: 'eviction',
    object,
    tolerate: ['TooManyRequests', 'NotFound', 'Conflict'],
  };
}

function deletion(node: Node, { isDrain }: Removal, { status }: AutoscalerView): PlannedAction[] {
  const name = nameOf(node);
  const removed = isDrain
    ? statusEvent(status, 'ScaleDown', `Scale-down: node ${name} removed with drain`)
    : statusEvent(status, 'ScaleDownEmpty', `Scale-down: empty node ${name} removed`);
  return [
    { type: 'delete', resource: resources.nodes, name: { name }, deletion: {}, tolerate: ['NotFound'] },
    nodeEvent(node, 'ScaleDown', 'nodes removed by cluster autoscaler'),
    ...removed,
  ];
}

function failure(node: Node, { isDrain }: Removal, problem: string, before: readonly PlannedAction[] = []): Step {
  const message = isDrain ? `failed to drain and delete node: ${problem}` : `failed to delete empty node: ${problem}`;
  return {
    actions: [...before, nodeEvent(node, 'ScaleDownFailed', message, 'Warning'), removeTaints(node, [TO_BE_DELETED])],
    failed: true,
  };
}

function isNewlyOccupied(node: Node, { pods, scheduling }: AutoscalerView, now: LabTime): boolean {
  return movedPods(node, { pods, budgets: scheduling.budgets() }, now)?.length !== 0;
}

function emptyProblem(node: Node): string {
  return `failed to delete empty node "${nameOf(node)}", new pods scheduled`;
}

function evictionProblem({ metadata }: Pod): string {
  return `failed to evict pod ${metadata?.namespace}/${metadata?.name} within allowed timeout`;
}

function uidOf({ metadata }: Pod): string {
  return metadata?.uid ?? '';
}
