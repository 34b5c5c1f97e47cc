import { formatTime, semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import {
  disruptionConditions,
  type Pod,
  type PodDisruptionBudget,
  type PodDisruptionBudgetStatus,
  podReady,
  resources,
  syncFailedConditions,
} from '@klockwork/resources';
import type { DisruptionView } from './disruption-view.ts';
import { type Expectation, expectation } from './expected-pods.ts';
import { selectorText } from './selector-text.ts';

/** Time for which an evicted, still existing pod counts as gone. Models `DeletionTimeout`. */
const DELETION_TIMEOUT_MS = 2 * 60_000;

/** Computes allowed disruptions into the budget's status. Models `trySync` of pkg/controller/disruption. */
export function reconcileDisruption(view: DisruptionView, now: LabTime): Plan {
  const { budget, pods } = view;
  const nobody = pods.length === 0 ? [record(budget, 'Normal', 'NoPods', 'No matching pods found')] : [];
  const expected = expectation(view);
  if ('problem' in expected) return failed(budget, expected.problem, nobody, now);
  const { disrupted, recheckAt } = disruptedPods(view, now);
  const status = computedStatus(view, expected, disrupted, now);
  const events = [...nobody, ...unmanagedEvents(budget, expected)];
  const stages = [events, tellStatus(budget, status), notDeletedEvents(view, now)].filter((stage) => stage.length > 0);
  if (stages.length === 0 && recheckAt === undefined) return NOTHING;
  return { stages, ...(recheckAt !== undefined && { wakeAt: { at: recheckAt, timer: { name: 'disruption-recheck' } } }) };
}

/** Models `updatePdbStatus`: a budget that selects nothing yet allows nothing. */
function computedStatus(
  { budget, pods }: DisruptionView,
  { expectedPods, desiredHealthy }: Expectation,
  disrupted: Readonly<Record<string, string>>,
  now: LabTime,
): PodDisruptionBudgetStatus {
  const healthy = pods.filter((pod) => isHealthy(pod, disrupted)).length;
  const allowed = expectedPods <= 0 ? 0 : Math.max(0, healthy - desiredHealthy);
  const countedStatus: PodDisruptionBudgetStatus = {
    ...(Object.keys(disrupted).length > 0 && { disruptedPods: { ...disrupted } }),
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy,
    expectedPods,
    observedGeneration: budget.metadata?.generation ?? 0,
    ...(budget.status?.conditions && { conditions: budget.status.conditions }),
  };
  return { ...countedStatus, conditions: disruptionConditions(countedStatus, formatTime(now)) };
}

/** Models `countHealthyPods`. */
function isHealthy(pod: Pod, disrupted: Readonly<Record<string, string>>): boolean {
  return pod.metadata?.deletionTimestamp === undefined && disrupted[pod.metadata?.name ?? ''] === undefined && podReady(pod);
}

/** Evicted, still existing pods within the timeout, and the next expiry. Models `buildDisruptedPodMap`. */
function disruptedPods(view: DisruptionView, now: LabTime): { disrupted: Record<string, string>; recheckAt: LabTime | undefined } {
  const unexpired = staying(view).filter(({ until }) => until >= now);
  const disrupted = Object.fromEntries(unexpired.map(({ pod, since }) => [pod.metadata?.name ?? '', since]));
  const recheckAt = unexpired.length === 0 ? undefined : Math.min(...unexpired.map(({ until }) => until)) + 1;
  return { disrupted, recheckAt };
}

/** Evicted pods without a deletionTimestamp. */
function staying({ budget, pods }: DisruptionView): { pod: Pod; since: string; until: LabTime }[] {
  return pods.flatMap((pod) => {
    const since = budget.status?.disruptedPods?.[pod.metadata?.name ?? ''];
    if (since === undefined || pod.metadata?.deletionTimestamp !== undefined) return [];
    return [{ pod, since, until: Date.parse(since) + DELETION_TIMEOUT_MS }];
  });
}

function notDeletedEvents(view: DisruptionView, now: LabTime): PlannedAction[] {
  const { namespace = '' } = view.budget.metadata ?? {};
  // Upstream names the namespace where the budget's name belongs.
  const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`;
  return staying(view)
    .filter(({ until }) => until < now)
    .map(({ pod }) => ({
      type: 'record',
      about: { resource: resources.pods, object: pod },
      eventType: 'Warning',
      reason: 'NotDeleted',
      message,
    }));
}

function unmanagedEvents(budget: PodDisruptionBudget, { unmanaged }: Expectation): PlannedAction[] {
  if (unmanaged.length === 0) return [];
  const pods = `Pods selected by this PodDisruptionBudget (selector: ${selectorText(budget.spec?.selector)}) were found to be unmanaged.`;
  const effect = 'As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior.';
  const advice = 'To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.';
  return [record(budget, 'Warning', 'UnmanagedPods', `${pods} ${effect} ${advice}`)];
}

/** A failed computation allows no disruptions. Models `failSafe`. */
function failed(budget: PodDisruptionBudget, problem: string, events: PlannedAction[], now: LabTime): Plan {
  const previous = budget.status ?? { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  const status = { ...previous, disruptionsAllowed: 0, conditions: syncFailedConditions(previous, problem, formatTime(now)) };
  const message = `Failed to calculate the number of expected pods: ${problem}`;
  const event = record(budget, 'Warning', 'CalculateExpectedPodCountFailed', message);
  return { stages: [[...events, event], tellStatus(budget, status)].filter((stage) => stage.length > 0) };
}

function tellStatus(budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus): PlannedAction[] {
  if (semanticEqual(budget.status, status)) return [];
  const object: PodDisruptionBudget = { ...budget, status };
  return [{ type: 'update', resource: resources.podDisruptionBudgets, subresource: 'status', object }];
}

function record(budget: PodDisruptionBudget, eventType: 'Normal' | 'Warning', reason: string, message: string): PlannedAction {
  return { type: 'record', about: { resource: resources.podDisruptionBudgets, object: budget }, eventType, reason, message };
}
