import { objectText } from '@klockwork/event-store';
import type { KubeObject } from '@klockwork/resources';
import type { DiagnosisDraft, Subject } from '../subject.ts';

/** Autoscaler fields of all versions. */
interface Targeting extends KubeObject {
  readonly spec?: { readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string } };
}

/** Explains an autoscaler that never scales: the lab lacks its controller. */
export function diagnoseAutoscaler(subject: Subject): DiagnosisDraft | undefined {
  const { spec } = subject.object as Targeting;
  if (subject.gone) return undefined;
  const { kind = '', name = '' } = spec?.scaleTargetRef ?? {};
  return {
    statement: `${objectText(subject.key)} does not scale ${kind}/${name}: the lab has no controller for HorizontalPodAutoscalers`,
    findings: [{ text: 'the object is stored and served, and its status stays empty' }],
    remedies: [`kubectl scale ${kind.toLowerCase()}/${name} -n ${subject.key.namespace} --replicas=N`],
    revision: subject.history.at(-1)?.revision ?? 0,
  };
}
