import { semanticEqual } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import { type Pod, type RuntimeClass, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { createdPod } from '../pod-request.ts';
import { forbidden } from '../refuse.ts';
import { mergeTolerations } from './merge-tolerations.ts';

const OTHER_OVERHEAD = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";
const OWN_OVERHEAD = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';

/** Adds the overhead and scheduling rules of its runtime class to a pod. Models `plugin/pkg/admission/runtimeclass`. */
export const runtimeClass: Admission = {
  name: 'RuntimeClass',

  admit(request, view) {
    const pod = createdPod(request);
    const runtimeClass = pod && classOf(request, pod, view);
    if (!pod?.spec || runtimeClass === undefined) return;
    setOverhead(request, pod.spec, runtimeClass);
    setScheduling(request, pod.spec, runtimeClass);
  },

  validate(request, view) {
    const pod = createdPod(request);
    if (!pod?.spec) return;
    const definedOverhead = classOf(request, pod, view)?.overhead;
    if (definedOverhead === undefined && Object.keys(pod.spec.overhead ?? {}).length > 0) throw forbidden(request, OWN_OVERHEAD);
    if (definedOverhead !== undefined && !semanticEqual(definedOverhead.podFixed, pod.spec.overhead))
      throw forbidden(request, OTHER_OVERHEAD);
  },
};

type Spec = NonNullable<Pod['spec']>;

function classOf(request: AdmissionRequest, { spec }: Pod, view: AdmissionView): RuntimeClass | undefined {
  const name = spec?.runtimeClassName;
  if (name === undefined) return undefined;
  const runtimeClass = view.get(resources.runtimeClasses, '', name) as RuntimeClass | undefined;
  if (runtimeClass === undefined) throw forbidden(request, `pod rejected: RuntimeClass "${name}" not found`);
  return runtimeClass;
}

function setOverhead(request: AdmissionRequest, spec: Spec, { overhead }: RuntimeClass): void {
  if (overhead === undefined) return;
  if (spec.overhead !== undefined && !semanticEqual(overhead.podFixed, spec.overhead)) throw forbidden(request, OTHER_OVERHEAD);
  if (overhead.podFixed !== undefined) spec.overhead = { ...overhead.podFixed };
}

function setScheduling(request: AdmissionRequest, spec: Spec, { scheduling }: RuntimeClass): void {
  if (scheduling === undefined) return;
  const selector = spec.nodeSelector ?? {};
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = Object.hasOwn(selector, key) ? selector[key] : value;
    const conflict = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`;
    if (own !== value) throw forbidden(request, conflict);
  }
  const mergedSelector = { ...selector, ...scheduling.nodeSelector };
  if (Object.keys(mergedSelector).length > 0) spec.nodeSelector = mergedSelector;
  const tolerations = mergeTolerations([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])]);
  if (tolerations.length > 0) spec.tolerations = tolerations.map((toleration) => copy(toleration));
}
