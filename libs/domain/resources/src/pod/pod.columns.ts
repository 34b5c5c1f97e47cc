import { humanDuration, translateTimestamp } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { ContainerState, ContainerStatus } from '@klockwork/kubernetes-types';
import type { PrinterColumn, RowCondition } from '../kind.ts';
import { isSidecar } from '../pod-template/pod-spec.ts';
import type { Pod } from './pod.ts';
import { NODE_LOST, podCondition, podPhaseTerminal, podReady } from './pod-conditions.ts';

/** Container summary of a pod in `kubectl get pods`. */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** End of the last restarted container's previous run, in ms; undefined without restarts. */
  readonly lastRestartAt: LabTime | undefined;
}

interface Tally {
  ready: number;
  restarts: number;
  lastRestartAt: LabTime | undefined;
}

/** Models `printPod` of `pkg/printers/internalversion/printers.go`. */
function summarizePod(pod: Pod): PodSummary {
  const initContainers = pod.spec?.initContainers ?? [];
  const total = (pod.spec?.containers ?? []).length + initContainers.filter(isSidecar).length;
  const init = summarizeInit(pod);
  const initialized = init.status === undefined || podCondition(pod, 'Initialized')?.status === 'True';
  const before = init.status ?? statusBeforeContainers(pod);
  const main = initialized ? summarizeContainers(pod, init.sidecars, before) : { ...init.all, status: before };
  return { ...main, total, status: statusOfDeletion(pod) ?? main.status };
}

/** The columns of `kubectl get pods`, the last four with `-o wide` only. */
export const podColumns: readonly PrinterColumn<Pod>[] = [
  { name: 'Name', type: 'string', format: 'name', description: 'Name of the pod', cell: (pod) => pod.metadata?.name ?? '' },
  { name: 'Ready', type: 'string', description: 'Ready containers of all containers', cell: readyCell },
  { name: 'Status', type: 'string', description: 'What the containers of the pod are doing', cell: (pod) => summarizePod(pod).status },
  { name: 'Restarts', type: 'string', description: 'Restarts of the containers, and how long ago the last one was', cell: restartsCell },
  {
    name: 'Age',
    type: 'string',
    description: 'Time since creation',
    cell: (pod, now) => translateTimestamp(pod.metadata?.creationTimestamp, now),
  },
  { name: 'IP', type: 'string', priority: 1, description: 'Address of the pod', cell: (pod) => pod.status?.podIPs?.[0]?.ip || '<none>' },
  { name: 'Node', type: 'string', priority: 1, description: 'Node the pod is bound to', cell: (pod) => pod.spec?.nodeName || '<none>' },
  {
    name: 'Nominated Node',
    type: 'string',
    priority: 1,
    description: 'Node on which room is being made for the pod',
    cell: (pod) => pod.status?.nominatedNodeName || '<none>',
  },
  { name: 'Readiness Gates', type: 'string', priority: 1, description: 'Readiness gates that are True, of all', cell: readinessGatesCell },
];

const OVER = { type: 'Completed', status: 'True' } as const;
const ROW_CONDITIONS: Readonly<Record<string, readonly RowCondition[]>> = {
  Succeeded: [{ ...OVER, reason: 'Succeeded', message: 'The pod has completed successfully.' }],
  Failed: [{ ...OVER, reason: 'Failed', message: 'The pod failed.' }],
};

/** Returns the row condition of a finished pod. Models `podSuccessConditions` and `podFailedConditions`. */
export function podRowConditions({ status }: Pod): readonly RowCondition[] {
  return ROW_CONDITIONS[status?.phase ?? ''] ?? [];
}

function readyCell(pod: Pod): string {
  const { ready, total } = summarizePod(pod);
  return `${ready}/${total}`;
}

function restartsCell(pod: Pod, now: LabTime): string {
  const { restarts, lastRestartAt } = summarizePod(pod);
  if (restarts === 0 || lastRestartAt === undefined) return String(restarts);
  return `${restarts} (${humanDuration(now - lastRestartAt)} ago)`;
}

function readinessGatesCell(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const open = gates.filter((gate) => podCondition(pod, gate.conditionType)?.status === 'True');
  return `${open.length}/${gates.length}`;
}

function statusBeforeContainers(pod: Pod): string {
  if (podCondition(pod, 'PodScheduled')?.reason === 'SchedulingGated') return 'SchedulingGated';
  return pod.status?.reason || pod.status?.phase || '';
}

/** Walks the init containers up to the first blocking one. `status` is undefined without one. */
function summarizeInit(pod: Pod): { all: Tally; sidecars: Tally; status: string | undefined } {
  const containers = new Map((pod.spec?.initContainers ?? []).map((container) => [container.name, container]));
  const all: Tally = { ready: 0, restarts: 0, lastRestartAt: undefined };
  const sidecars: Tally = { ready: 0, restarts: 0, lastRestartAt: undefined };
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(containers.get(status.name));
    countRestarts(all, status);
    if (sidecar) countRestarts(sidecars, status);
    if (status.state?.terminated?.exitCode === 0) continue;
    if (!(sidecar && status.started === true)) return { all, sidecars, status: initStatus(status.state, index, containers.size) };
    if (status.ready) {
      all.ready += 1;
      sidecars.ready += 1;
    }
  }
  return { all, sidecars, status: undefined };
}

function initStatus(state: ContainerState | undefined, index: number, total: number): string {
  if (state?.terminated) return `Init:${terminatedText(state.terminated)}`;
  const waiting = state?.waiting?.reason;
  if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
  return `Init:${index}/${total}`;
}

function summarizeContainers(pod: Pod, from: Tally, before: string): Tally & { status: string } {
  const tally = { ...from };
  let status = before;
  let running = false;
  // Reverse order, so the first container takes precedence.
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    countRestarts(tally, container);
    const { waiting, terminated } = container.state ?? {};
    if (waiting?.reason) status = waiting.reason;
    else if (terminated) status = terminatedText(terminated);
    else if (container.ready && container.state?.running) {
      running = true;
      tally.ready += 1;
    }
  }
  if (status === 'Completed' && running) status = podReady(pod) ? 'Running' : 'NotReady';
  return { ...tally, status };
}

function statusOfDeletion(pod: Pod): string | undefined {
  if (pod.metadata?.deletionTimestamp === undefined) return undefined;
  if (pod.status?.reason === NODE_LOST) return 'Unknown';
  return podPhaseTerminal(pod) ? undefined : 'Terminating';
}

function countRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount;
  const finishedAt = status.lastState?.terminated?.finishedAt;
  if (!finishedAt) return;
  const at = Date.parse(finishedAt);
  if (tally.lastRestartAt === undefined || at > tally.lastRestartAt) tally.lastRestartAt = at;
}

function terminatedText(state: { reason?: string; signal?: number; exitCode: number }): string {
  if (state.reason) return state.reason;
  return state.signal ? `Signal:${state.signal}` : `ExitCode:${state.exitCode}`;
}
