import type { LabTime } from '@klockwork/kernel';
import type { Container, ContainerStatus, Pod, PodCondition } from '@klockwork/kubernetes-types';
import type { PodState } from './pod-state.ts';
import { RESIZE_CONDITIONS, resizeConditions } from './resize/resize-conditions.ts';
import { isSidecar } from './sidecar.ts';
import { timeText } from './text.ts';

/** Content of a condition without transition time. */
type Verdict = { readonly type: string; readonly status: 'True' | 'False'; readonly reason?: string; readonly message?: string };

/** Input of the conditions. */
export interface ConditionView {
  readonly pod: Pod;
  readonly state: PodState;
  readonly phase: string;
  readonly init: readonly ContainerStatus[];
  readonly containers: readonly ContainerStatus[];
  readonly now: LabTime;
}

/** Returns the kubelet's conditions in upstream's order, then foreign ones. Models `pkg/kubelet/status/generate.go`. */
export function podConditions(view: ConditionView): PodCondition[] {
  const containersReady = containersReadyVerdict(view);
  const own: Verdict[] = [
    { type: 'PodReadyToStartContainers', status: view.state.sandbox.type === 'ready' ? 'True' : 'False' },
    initializedVerdict(view),
    readyVerdict(view, containersReady),
    { ...containersReady, type: 'ContainersReady' },
    { type: 'PodScheduled', status: 'True' },
  ];
  const disruption = view.state.ending?.condition;
  if (disruption) own.push(disruption);
  const ownTypes = new Set([...own.map(({ type }) => type), ...RESIZE_CONDITIONS]);
  const others = (view.pod.status?.conditions ?? []).filter(({ type }) => !ownTypes.has(type));
  return [...resizeConditions(view.state.resize), ...own.map((verdict) => condition(view, verdict)), ...others];
}

function condition({ pod, state, now }: ConditionView, verdict: Verdict): PodCondition {
  const podCondition =
    state.status?.conditions?.find(({ type }) => type === verdict.type) ??
    pod.status?.conditions?.find(({ type }) => type === verdict.type);
  const since = podCondition?.status === verdict.status ? podCondition.lastTransitionTime : undefined;
  const generation = pod.metadata?.generation;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  return {
    ...verdict,
    ...observed,
    lastTransitionTime: since ?? timeText(now),
  };
}

function initializedVerdict({ pod, phase, init, containers }: ConditionView): Verdict {
  const type = 'Initialized';
  const incomplete = init.filter((status, index) => !isComplete(pod.spec?.initContainers?.[index], status)).map(({ name }) => name);
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  const hasStarted = containers.some(({ state, lastState }) => state?.running ?? state?.terminated ?? lastState?.terminated);
  if (incomplete.length === 0 || hasStarted) return { type, status: 'True' };
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`;
  return { type, status: 'False', reason: 'ContainersNotInitialized', message };
}

function isComplete(container: Container | undefined, status: ContainerStatus): boolean {
  return container !== undefined && isSidecar(container) ? status.started === true : status.ready;
}

function containersReadyVerdict({ pod, phase, init, containers }: ConditionView): Verdict {
  const type = 'ContainersReady';
  if (phase === 'Succeeded') return { type, status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' };
  const sidecars = init.filter((_, index) => pod.spec?.initContainers?.[index]?.restartPolicy === 'Always');
  const inSpecOrder = (pod.spec?.containers ?? []).map(({ name }) => containers.find((status) => status.name === name));
  const unready = [...sidecars, ...inSpecOrder].flatMap((status) => (status === undefined || status.ready ? [] : [status.name]));
  if (unready.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

function readyVerdict({ pod }: ConditionView, containersReady: Verdict): Verdict {
  const type = 'Ready';
  if (containersReady.status === 'False') return { ...containersReady, type };
  const messages = (pod.spec?.readinessGates ?? []).flatMap(({ conditionType }) => gateMessage(pod, conditionType));
  if (messages.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}

function gateMessage(pod: Pod, gate: string): string[] {
  const condition = pod.status?.conditions?.find(({ type }) => type === gate);
  if (condition === undefined) return [`corresponding condition of pod readiness gate "${gate}" does not exist.`];
  return condition.status === 'True' ? [] : [`the status of pod readiness gate "${gate}" is not "True", but ${condition.status}`];
}
