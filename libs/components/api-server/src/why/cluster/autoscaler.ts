import { objectText } from '@klockwork/event-store';
import type { HorizontalPodAutoscaler } from '@klockwork/resources';
import { type DiagnosisDraft, type Subject, sinceRevision } from '../subject.ts';

type Condition = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>[number];

/** State of an autoscaler that explains its replicas: a condition, and remedies. */
interface Explanation {
  readonly type: string;
  readonly status: 'True' | 'False';
  /** Reason of the condition; absent: any. */
  readonly reason?: string;
  readonly state: string;
  remedies(autoscaler: HorizontalPodAutoscaler, condition: Condition): readonly string[];
}

/** In order of importance: the first that holds explains most. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    type: 'ScalingActive',
    status: 'False',
    reason: 'ScalingDisabled',
    state: 'is switched off for',
    remedies: ({ spec, metadata }) => [`kubectl scale ${targetText(spec)} -n ${metadata?.namespace} --replicas=${spec?.minReplicas ?? 1}`],
  },
  { type: 'AbleToScale', status: 'False', state: 'cannot scale', remedies: () => [] },
  { type: 'ScalingActive', status: 'False', state: 'cannot judge the load of', remedies: metricRemedies },
  {
    type: 'AbleToScale',
    status: 'True',
    reason: 'ScaleDownStabilized',
    state: 'waits before it removes pods of',
    remedies: () => ['set spec.behavior.scaleDown.stabilizationWindowSeconds for a shorter wait'],
  },
  { type: 'AbleToScale', status: 'True', reason: 'ScaleUpStabilized', state: 'waits before it adds pods to', remedies: () => [] },
  { type: 'ScalingLimited', status: 'True', reason: 'ScaleUpLimit', state: 'adds pods step by step to', remedies: () => [] },
  { type: 'ScalingLimited', status: 'True', reason: 'ScaleDownLimit', state: 'removes pods step by step of', remedies: () => [] },
  {
    type: 'ScalingLimited',
    status: 'True',
    reason: 'TooManyReplicas',
    state: 'wants more pods than its maximum for',
    remedies: ({ metadata }) => [`kubectl edit hpa ${metadata?.name} -n ${metadata?.namespace}: raise spec.maxReplicas`],
  },
];

/** Explains an autoscaler that does not change replicas as its metrics suggest. */
export function diagnoseAutoscaler(subject: Subject): DiagnosisDraft | undefined {
  const autoscaler = subject.object as HorizontalPodAutoscaler;
  if (subject.gone) return undefined;
  const explanation = EXPLANATIONS.find((each) => conditionFor(autoscaler, each) !== undefined);
  const condition = explanation && conditionFor(autoscaler, explanation);
  if (explanation === undefined || condition === undefined) return undefined;
  return {
    statement: `${objectText(subject.key)} ${explanation.state} ${targetText(autoscaler.spec)}: ${condition.message}`,
    findings: [{ text: `${condition.type} is ${condition.status} since ${condition.lastTransitionTime}: ${condition.reason}` }],
    remedies: explanation.remedies(autoscaler, condition),
    revision: sinceRevision(subject, (object) => conditionFor(object as HorizontalPodAutoscaler, explanation) !== undefined),
  };
}

function conditionFor({ status }: HorizontalPodAutoscaler, { type, status: wantedStatus, reason }: Explanation): Condition | undefined {
  return status?.conditions?.find((each) => each.type === type && each.status === wantedStatus && (reason ?? each.reason) === each.reason);
}

function metricRemedies({ spec, metadata }: HorizontalPodAutoscaler, { message = '' }: Condition): readonly string[] {
  const [, resource] = /missing request for (\S+) in container/.exec(message) ?? [];
  if (resource !== undefined) return [`kubectl set resources ${targetText(spec)} -n ${metadata?.namespace} --requests=${resource}=AMOUNT`];
  if (message.includes('no custom metrics API') || message.includes('external.metrics.k8s.io')) {
    return ['install a metrics adapter: an APIService of custom.metrics.k8s.io or external.metrics.k8s.io'];
  }
  const areAbsent = message.includes('no metrics returned from resource metrics API') || message.includes('pods might be unready');
  return areAbsent ? ['metrics exist 15 s after the start of a container: see kubectl top pods, and why the pods are not ready'] : [];
}

function targetText(spec: HorizontalPodAutoscaler['spec']): string {
  const { kind = '', name = '' } = spec?.scaleTargetRef ?? {};
  return `${kind.toLowerCase()}/${name}`;
}
