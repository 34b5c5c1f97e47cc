import { type KubeObject, type LimitRange, type Pod, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { claimOf } from '../claim-request.ts';
import { createdPod, resizedPod } from '../pod-request.ts';
import { aggregate, forbidden } from '../refuse.ts';
import { claimViolations } from './claim-violations.ts';
import { applyDefaultLimits } from './default-limits.ts';
import { limitViolations } from './limit-violations.ts';

/** Applies defaults of the namespace's LimitRanges and rejects values beyond their bounds. Models `plugin/pkg/admission/limitranger`. */
export const limitRanger: Admission = {
  name: 'LimitRanger',

  admit(request, view) {
    forEachLimitRange(measuredPod(request), request, view, applyDefaultLimits);
  },

  validate(request, view) {
    forEachLimitRange(measuredPod(request), request, view, (pod, limitRange) => refuse(request, limitViolations(pod, limitRange)));
    // Claims can grow, so each write is checked.
    forEachLimitRange(claimOf(request), request, view, (claim, limitRange) => refuse(request, claimViolations(claim, limitRange)));
  },
};

/** Returns a pod whose amounts may be new. */
function measuredPod(request: AdmissionRequest): Pod | undefined {
  return createdPod(request) ?? resizedPod(request);
}

/** Terminating objects are exempt, so that their finalizers can be removed. */
function forEachLimitRange<T extends KubeObject>(
  object: T | undefined,
  { previous, namespace }: AdmissionRequest,
  view: AdmissionView,
  act: (object: T, limitRange: LimitRange) => void,
): void {
  if (object === undefined || previous?.metadata?.deletionTimestamp !== undefined) return;
  for (const limitRange of view.list(resources.limitRanges, namespace)) act(object, limitRange as LimitRange);
}

function refuse(request: AdmissionRequest, problems: readonly string[]): void {
  if (problems.length > 0) throw forbidden(request, aggregate(problems));
}
