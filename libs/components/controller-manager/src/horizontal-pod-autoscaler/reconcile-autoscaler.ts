import { labelSelector } from '@klockwork/api-machinery';
import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { ApiError, type LabTime } from '@klockwork/kernel';
import type { Scale } from '@klockwork/resources';
import { AutoscalerDraft } from './autoscaler-draft.ts';
import { type AutoscalerView, isDecidedByMetrics, minReplicasOf, type TargetScale } from './autoscaler-view.ts';
import { allowedReplicas, type ReplicaDecision } from './limits/allowed-replicas.ts';
import { type History, withChange } from './limits/history.ts';
import { type MetricsProposal, proposeReplicas } from './metrics/propose-replicas.ts';
import { isProblem, type Problem } from './replicas/pod-metric.ts';
import { tolerancesOf } from './replicas/tolerances.ts';

/** Result of a sync. */
export interface AutoscalerSync {
  readonly plan: Plan;
  /** History after the sync, and after the change of the scale in its first stage. */
  readonly history: History;
  readonly historyOnceScaled: History;
  /** True while a further sync without news would change replicas: at a window, a limit, or after a change. */
  readonly isMoving: boolean;
}

/** Replicas of the target, and why they change. */
interface Decision {
  readonly replicas: number;
  readonly reason: string;
  readonly statuses: MetricsProposal['statuses'] | null;
  readonly history: History;
  readonly isHeld: boolean;
}

const READ_SCALE = "the HPA controller was able to get the target's current scale";

/** Compares metrics with their targets, and scales. Models `reconcileAutoscaler` of pkg/controller/podautoscaler/horizontal.go. */
export function reconcileAutoscaler(view: AutoscalerView, now: LabTime): AutoscalerSync {
  const { autoscaler, target } = view;
  const draft = new AutoscalerDraft(autoscaler, now);
  if (isProblem(target)) {
    const message = `the HPA controller was unable to get the target's current scale: ${target.problem}`;
    draft.event('Warning', 'FailedGetScale', target.problem);
    draft.condition({ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message });
    return unchanged(draft, view.history);
  }
  draft.condition({ type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale', message: READ_SCALE });
  const current = target.scale.spec?.replicas ?? 0;
  const { recommendations } = view.history;
  const history = recommendations.length > 0 ? view.history : { ...view.history, recommendations: [{ replicas: current, at: now }] };
  const decision = nextReplicas({ ...view, history }, target.scale, draft, now);
  if (decision === undefined) return unchanged(draft, history);
  if (decision.replicas === current) {
    draft.replicas(current, current, decision.statuses, false);
    return { ...unchanged(draft, decision.history), isMoving: decision.isHeld };
  }
  return scaled(view, { target, decision, draft, current }, now);
}

function unchanged(draft: AutoscalerDraft, history: History): AutoscalerSync {
  return { plan: { stages: [draft.actions()] }, history, historyOnceScaled: history, isMoving: false };
}

/** Returns undefined where the metrics allow no decision. */
function nextReplicas(view: AutoscalerView, scale: Scale, draft: AutoscalerDraft, now: LabTime): Decision | undefined {
  const { autoscaler, history } = view;
  const current = scale.spec?.replicas ?? 0;
  const [min, max] = [minReplicasOf(autoscaler), autoscaler.spec?.maxReplicas ?? 0];
  if (isDecidedByMetrics(autoscaler, scale)) return replicasByMetrics(view, scale, draft, now);
  const fixed = { statuses: null, history, isHeld: false };
  if (current === 0 && min !== 0) {
    const message = 'scaling is disabled since the replica count of the target is zero';
    draft.condition({ type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message });
    return { ...fixed, replicas: 0, reason: '' };
  }
  return current > max
    ? { ...fixed, replicas: max, reason: 'Current number of replicas above Spec.MaxReplicas' }
    : { ...fixed, replicas: min, reason: 'Current number of replicas below Spec.MinReplicas' };
}

function replicasByMetrics(view: AutoscalerView, scale: Scale, draft: AutoscalerDraft, now: LabTime): Decision | undefined {
  const { autoscaler, history } = view;
  const current = scale.spec?.replicas ?? 0;
  const proposal = proposalOf(view, scale, draft, now);
  if (proposal.best === undefined) {
    draft.present(current, proposal.statuses);
    draft.event('Warning', 'FailedComputeMetricsReplicas', proposal.problem ?? '');
    return undefined;
  }
  const { replicas: wanted, name } = proposal.best;
  const bounds = { min: minReplicasOf(autoscaler), max: autoscaler.spec?.maxReplicas ?? 0, current };
  const allowedDecision = allowedReplicas(wanted, bounds, { behavior: autoscaler.spec?.behavior, history, now });
  setLimitConditions(draft, allowedDecision);
  const reason = wanted > current ? `${name} above target` : wanted < current ? 'All metrics below target' : '';
  const { stable, limited } = allowedDecision;
  const isHeld = stable.replicas !== wanted || limited.reason === 'ScaleUpLimit' || limited.reason === 'ScaleDownLimit';
  return { replicas: limited.replicas, reason, statuses: proposal.statuses ?? null, history: stable.history, isHeld };
}

function setLimitConditions(draft: AutoscalerDraft, { stable, limited }: ReplicaDecision): void {
  draft.condition({ type: 'AbleToScale', status: 'True', reason: stable.reason, message: stable.message });
  const isLimited = limited.replicas !== stable.replicas;
  draft.condition({ type: 'ScalingLimited', status: isLimited ? 'True' : 'False', reason: limited.reason, message: limited.message });
}

/** Proposes replicas by all metrics, with the condition ScalingActive. */
function proposalOf(view: AutoscalerView, scale: Scale, draft: AutoscalerDraft, now: LabTime): Partial<MetricsProposal> {
  const pods = podsOf(view, scale.status?.selector ?? '', draft);
  if (isProblem(pods)) return pods;
  const { autoscaler } = view;
  const proposal = proposeReplicas(autoscaler.spec?.metrics ?? [], view.metrics, {
    namespace: autoscaler.metadata?.namespace ?? '',
    replicas: scale.spec?.replicas ?? 0,
    present: scale.status?.replicas ?? 0,
    pods,
    tolerances: tolerancesOf(autoscaler),
    now,
  });
  for (const { reason, message } of proposal.failures) draft.event('Warning', reason, message);
  const [first] = proposal.failures;
  if (proposal.best !== undefined) {
    const message = `the HPA was able to successfully calculate a replica count from ${proposal.best.name}`;
    draft.condition({ type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound', message });
  } else if (first !== undefined) {
    const message = `the HPA was unable to compute the replica count: ${first.message}`;
    draft.condition({ type: 'ScalingActive', status: 'False', reason: first.reason, message });
  }
  return proposal;
}

/** Returns the pods of a selector that no other autoscaler scales. Models `validateAndParseSelector`. */
function podsOf(view: AutoscalerView, selector: string, draft: AutoscalerDraft): AutoscalerView['pods'] | Problem {
  const failed = (reason: string, event: string, message = event) => {
    draft.event('Warning', reason, event);
    draft.condition({
      type: 'ScalingActive',
      status: 'False',
      reason: reason === 'SelectorRequired' ? 'InvalidSelector' : reason,
      message,
    });
    return { problem: event };
  };
  if (selector === '') return failed('SelectorRequired', 'selector is required', "the HPA target's scale is missing a selector");
  const matches = matcherOf(selector);
  if (isProblem(matches)) {
    return failed('InvalidSelector', `couldn't convert selector into a corresponding internal selector object: ${matches.problem}`);
  }
  const pods = view.pods.filter(({ metadata }) => matches.matches(metadata?.labels));
  const rivals = [...view.otherSelectors].filter(([, other]) =>
    pods.some(({ metadata }) => labelSelector.parse(other).matches(metadata?.labels)),
  );
  if (rivals.length === 0) return pods;
  const { name = '', namespace = '' } = view.autoscaler.metadata ?? {};
  const keys = [`${namespace}/${name}`, ...rivals.map(([key]) => key)].sort().map((key) => `{${key.split('/').reverse().join(' ')}}`);
  return failed('AmbiguousSelector', `pods by selector ${selector} are controlled by multiple HPAs: [${keys.join(' ')}]`);
}

function matcherOf(selector: string): ReturnType<typeof labelSelector.parse> | Problem {
  try {
    return labelSelector.parse(selector);
  } catch (error) {
    if (error instanceof ApiError) return { problem: error.message };
    throw error;
  }
}

interface Change {
  readonly target: TargetScale;
  readonly decision: Decision;
  readonly draft: AutoscalerDraft;
  readonly current: number;
}

function scaled({ autoscaler }: AutoscalerView, { target, decision, draft, current }: Change, now: LabTime): AutoscalerSync {
  const { replicas, reason, statuses, history } = decision;
  const failure = draft.fork();
  draft.condition({
    type: 'AbleToScale',
    status: 'True',
    reason: 'SucceededRescale',
    message: `the HPA controller was able to update the target scale to ${replicas}`,
  });
  draft.event('Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${reason}`);
  draft.replicas(current, replicas, statuses, true);
  const { scaleUp, scaleDown } = autoscaler.spec?.behavior ?? {};
  const historyOnceScaled = withChange(history, [current, replicas], replicas > current ? scaleUp : scaleDown, now);
  const onRefused = (message: string) => {
    failure.event('Warning', 'FailedRescale', `New size: ${replicas}; reason: ${reason}; error: ${message}`);
    failure.condition({
      type: 'AbleToScale',
      status: 'False',
      reason: 'FailedUpdateScale',
      message: `the HPA controller was unable to update the target scale: ${message}`,
    });
    failure.present(current, statuses);
    return failure.actions();
  };
  const write: PlannedAction = { ...scaleWrite(target, replicas), onRefused };
  return { plan: { stages: [[write], draft.actions()] }, history, historyOnceScaled, isMoving: true };
}

/** Writes replicas without a version: a change of the target in between does not matter, as with upstream's repetitions. */
function scaleWrite({ resource, scale }: TargetScale, replicas: number): PlannedAction {
  const { namespace, name = '' } = scale.metadata ?? {};
  return {
    type: 'patch',
    resource,
    name: { name, ...(namespace !== undefined && { namespace }) },
    subresource: 'scale',
    patch: { type: 'merge', body: { spec: { replicas } } },
  };
}
