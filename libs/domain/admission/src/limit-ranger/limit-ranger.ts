import { type LimitRange, type Pod, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { writtenClaim } from '../claim-request.ts';
import { createdPod, resizedPod } from '../pod-request.ts';
import { aggregate, forbidden } from '../refuse.ts';
import { claimViolations } from './claim-violations.ts';
import { applyDefaultLimits } from './default-limits.ts';
import { limitViolations } from './limit-violations.ts';

/** Gives containers the defaults of the namespace's LimitRanges and refuses what is out of bounds. Models `plugin/pkg/admission/limitranger`. */
export const limitRanger: Admission = {
  name: 'LimitRanger',

  admit(request, view) {
    forEachLimitRange(createdPod(request), request, view, applyDefaultLimits);
  },

  validate(request, view) {
    forEachLimitRange(createdPod(request) ?? resizedPod(request), request, view, (pod, limitRange) => {
      const problems = limitViolations(pod, limitRange);
      if (problems.length > 0) throw forbidden(request, aggregate(problems));
    });
    holdClaim(request, view);
  },
};

/** Claims may change their size, so that it is looked at again each time. */
function holdClaim(request: AdmissionRequest, view: AdmissionView): void {
  const claim = writtenClaim(request);
  if (claim === undefined) return;
  for (const limitRange of view.list(resources.limitRanges, request.namespace)) {
    const problems = claimViolations(claim, limitRange as LimitRange);
    if (problems.length > 0) throw forbidden(request, aggregate(problems));
  }
}

function forEachLimitRange(
  pod: Pod | undefined,
  request: AdmissionRequest,
  view: AdmissionView,
  act: (pod: Pod, limitRange: LimitRange) => void,
): void {
  if (!pod?.spec) return;
  for (const limitRange of view.list(resources.limitRanges, request.namespace)) act(pod, limitRange as LimitRange);
}
