import type { Pod } from '@klockwork/resources';
import type { Admission, AdmissionRequest } from '../admission.ts';
import { writtenPod } from '../pod-request.ts';
import { forbidden } from '../refuse.ts';

/** The classes every cluster has. */
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};
/** The priority of a pod that names no class. */
const DEFAULT_PRIORITY = 0;
const PREEMPTION_POLICY = 'PreemptLowerPriority';
const COMPUTED = 'must not be provided in pod spec; priority admission controller computed';

/** Turns the name of a priority class into a number. Models `plugin/pkg/admission/priority`. */
export const priority: Admission = {
  name: 'Priority',

  admit(request) {
    const pod = writtenPod(request);
    if (!pod?.spec) return;
    if (request.operation === 'CREATE') setPriority(request, pod);
    else keepPriority(pod, request.previous as Pod | undefined);
  },
};

function setPriority(request: AdmissionRequest, { spec }: Pod): void {
  if (!spec) return;
  const computed = priorityOf(request, spec.priorityClassName ?? '');
  if (spec.priority !== undefined && spec.priority !== computed) {
    throw forbidden(request, `the integer value of priority (${spec.priority}) ${COMPUTED} ${computed} from the given PriorityClass name`);
  }
  const policy = spec.preemptionPolicy ?? PREEMPTION_POLICY;
  if (policy !== PREEMPTION_POLICY) {
    const problem = `the string value of PreemptionPolicy (${policy}) ${COMPUTED} ${PREEMPTION_POLICY} from the given PriorityClass name`;
    throw forbidden(request, problem);
  }
  spec.priority = computed;
  spec.preemptionPolicy = policy;
}

function priorityOf(request: AdmissionRequest, className: string): number {
  if (className === '') return DEFAULT_PRIORITY;
  const known = Object.hasOwn(SYSTEM_CLASSES, className) ? SYSTEM_CLASSES[className] : undefined;
  if (known === undefined) throw forbidden(request, `no PriorityClass with name ${className} was found`);
  return known;
}

/** An update that does not say keeps what the pod got. */
function keepPriority({ spec }: Pod, previous: Pod | undefined): void {
  if (!spec) return;
  if (spec.priority === undefined && previous?.spec?.priority !== undefined) spec.priority = previous.spec.priority;
  if (spec.preemptionPolicy === undefined && previous?.spec?.preemptionPolicy !== undefined) {
    spec.preemptionPolicy = previous.spec.preemptionPolicy;
  }
}
