import type { NodeGroupSize, Pod } from '@klockwork/resources';
import { podCondition } from '@klockwork/resources';
import { type NodeInfo, placedPod, podPriority, type SchedulingView } from '@klockwork/scheduling';
import { isDaemon } from './drainability.ts';
import type { NodePool } from './node-pool.ts';
import { Placements } from './place-pods.ts';

/** Decision of a scan about more nodes. */
export interface ScaleUp {
  /** Names of nodes to add. */
  readonly added: readonly string[];
  /** Pods that the new nodes take. */
  readonly triggering: readonly Pod[];
  /** Pods that no new node takes, with the reason; decided only if no node is added. */
  readonly refused: readonly { readonly pod: Pod; readonly reason: string }[];
}

/** `--expendable-pods-priority-cutoff`: pods below it wait for free nodes. */
const EXPENDABLE_PRIORITY = -10;

/** Returns pods that the scheduler found no node for. Models `kube_util.ArrangePodsBySchedulability`. */
export function unschedulablePods(pods: readonly Pod[]): Pod[] {
  return pods.filter((pod) => {
    const { deletionTimestamp } = pod.metadata ?? {};
    const condition = podCondition(pod, 'PodScheduled');
    return !pod.spec?.nodeName && deletionTimestamp === undefined && condition?.status === 'False' && condition.reason === 'Unschedulable';
  });
}

/**
 * Returns the nodes that unschedulable pods need beside Ready and upcoming ones. Models `RunOnce`'s pod list processor and
 * `ScaleUpOrchestrator.ScaleUp` with one group.
 */
export function decideScaleUp(pending: readonly Pod[], pool: NodePool, size: NodeGroupSize, view: SchedulingView): ScaleUp {
  const present = new Placements([...pool.ready, ...pool.upcoming], view);
  const byPriority = pending.filter(isHelped).sort((a, b) => podPriority(b) - podPriority(a));
  const needy = byPriority.filter((pod) => !present.place(pod));
  if (needy.length === 0) return { added: [], triggering: [], refused: [] };
  const { template, freeNames, group } = pool;
  const room = Math.min(size.max - group.length, freeNames.length);
  const skipped = template === undefined ? 'not ready for scale-up' : 'max node group size reached';
  if (template === undefined || room <= 0) return noScaleUp(needy.map((pod) => ({ pod, reason: `1 ${skipped}` })));
  const model = template(freeNames[0] as string);
  const judged = needy.map((pod) => ({ pod, reasons: present.refusal(pod, model) }));
  const fitting = judged.filter(({ reasons }) => reasons.length === 0).map(({ pod }) => pod);
  if (fitting.length === 0) return noScaleUp(judged.map(({ pod, reasons }) => ({ pod, reason: aggregated(reasons) })));
  return estimate(bySize(fitting, model), present, { template, names: freeNames.slice(0, room) });
}

function noScaleUp(refused: ScaleUp['refused']): ScaleUp {
  return { added: [], triggering: [], refused };
}

function isHelped(pod: Pod): boolean {
  return !isDaemon(pod) && podPriority(pod) >= EXPENDABLE_PRIORITY;
}

/** Models `ReasonsMessage` of `eventing_scale_up_processor.go`, in a stable order. */
function aggregated(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/** Places pods on new nodes, first-fit by decreasing size. Models `BinpackingNodeEstimator`. */
function estimate(
  pods: readonly Pod[],
  present: Placements,
  { template, names }: { readonly template: (name: string) => NodeInfo; readonly names: readonly string[] },
): ScaleUp {
  const added: string[] = [];
  const triggering: Pod[] = [];
  const isNew = ({ name }: NodeInfo) => added.includes(name);
  for (const pod of pods) {
    if (added.length > 0 && present.place(pod, isNew)) triggering.push(pod);
    else {
      const name = names[added.length];
      if (name === undefined || present.refusal(pod, template(name)).length > 0) continue;
      present.add(template(name));
      added.push(name);
      if (present.place(pod, isNew)) triggering.push(pod);
    }
  }
  return { added, triggering, refused: [] };
}

/** Models `DecreasingPodOrderer`: by the sum of the shares of CPU and memory. */
function bySize(pods: readonly Pod[], { allocatable }: NodeInfo): Pod[] {
  const share = (amount: number | undefined, of: number | undefined) => (of ? (amount ?? 0) / of : 0);
  const score = new Map(
    pods.map((pod) => {
      const { requests } = placedPod(pod);
      return [pod, share(requests.cpu, allocatable.cpu) + share(requests.memory, allocatable.memory)] as const;
    }),
  );
  return [...pods].sort((a, b) => (score.get(b) ?? 0) - (score.get(a) ?? 0));
}
