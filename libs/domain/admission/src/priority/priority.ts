import { defaultPriorityClassOf, type Pod, type PriorityClass, resources, systemPriorityClasses } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { podOf } from '../pod-request.ts';
import { forbidden } from '../refuse.ts';

/** Default priority of a cluster without a default class. */
const NO_CLASS: PriorityClass = { value: 0, preemptionPolicy: 'PreemptLowerPriority' };
const COMPUTED = 'must not be provided in pod spec; priority admission controller computed';

/** Resolves a priority class name to a number, and allows at most one global default class. Models `plugin/pkg/admission/priority`. */
export const priority: Admission = {
  name: 'Priority',

  admit(request, view) {
    const pod = podOf(request);
    if (!pod?.spec) return;
    if (request.operation === 'CREATE') setPriority(request, pod, view);
    else keepPriority(pod, request.previous as Pod | undefined);
  },

  validate(request, view) {
    const { group, resource } = resources.priorityClasses;
    if (request.resource.group !== group || request.resource.resource !== resource) return;
    if (request.operation === 'DELETE') holdSystemClass(request);
    else holdOnlyDefault(request, view);
  },
};

function setPriority(request: AdmissionRequest, { spec }: Pod, view: AdmissionView): void {
  if (!spec) return;
  const priorityClass = classOf(request, spec.priorityClassName ?? '', view);
  const { value, preemptionPolicy: policy = 'PreemptLowerPriority' } = priorityClass;
  if (spec.priority !== undefined && spec.priority !== value) {
    throw forbidden(request, `the integer value of priority (${spec.priority}) ${COMPUTED} ${value} from the given PriorityClass name`);
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    const subject = `the string value of PreemptionPolicy (${spec.preemptionPolicy})`;
    throw forbidden(request, `${subject} ${COMPUTED} ${policy} from the given PriorityClass name`);
  }
  const name = priorityClass.metadata?.name ?? '';
  if (name !== '') spec.priorityClassName = name;
  spec.priority = value;
  spec.preemptionPolicy = policy;
}

function classOf(request: AdmissionRequest, name: string, view: AdmissionView): PriorityClass {
  if (name === '') return defaultClass(view) ?? NO_CLASS;
  const priorityClass = view.get(resources.priorityClasses, '', name) as PriorityClass | undefined;
  if (priorityClass === undefined) throw forbidden(request, `no PriorityClass with name ${name} was found`);
  return priorityClass;
}

function defaultClass(view: AdmissionView): PriorityClass | undefined {
  return defaultPriorityClassOf(view.list(resources.priorityClasses, '') as readonly PriorityClass[]);
}

/** Keeps the stored priority on updates without one. */
function keepPriority({ spec }: Pod, previous: Pod | undefined): void {
  if (!spec) return;
  if (spec.priority === undefined && previous?.spec?.priority !== undefined) spec.priority = previous.spec.priority;
  if (spec.preemptionPolicy === undefined && previous?.spec?.preemptionPolicy !== undefined) {
    spec.preemptionPolicy = previous.spec.preemptionPolicy;
  }
}

function holdOnlyDefault(request: AdmissionRequest, view: AdmissionView): void {
  const { globalDefault } = (request.object ?? {}) as Partial<PriorityClass>;
  const defaultName = globalDefault ? defaultClass(view)?.metadata?.name : undefined;
  if (defaultName === undefined || (defaultName === request.name && request.operation === 'UPDATE')) return;
  throw forbidden(request, `PriorityClass ${defaultName} is already marked as default. Only one default can exist`);
}

/** Models `REST.Delete` of `pkg/registry/scheduling/priorityclass/storage`. */
function holdSystemClass(request: AdmissionRequest): void {
  const isSystem = systemPriorityClasses.some(({ metadata }) => metadata?.name === request.name);
  if (isSystem) throw forbidden(request, 'this is a system priority class and cannot be deleted');
}
