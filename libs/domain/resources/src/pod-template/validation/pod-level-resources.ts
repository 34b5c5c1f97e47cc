import { compareQuantity, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { containerRequests } from '../pod-requests.ts';
import type { PodSpec } from '../pod-spec.ts';
import { validateResources } from './resources.ts';

/** Resources of the pod as a whole hold those of its containers. Models `validatePodResources`. */
export function validatePodLevelResources(spec: PodSpec, claimNames: ReadonlySet<string>, path: string): FieldError[] {
  if (!spec.resources) return [];
  const claims = spec.resources.claims ? [fieldErrors.forbidden(`${path}.claims`, 'claims cannot be set for Resources at pod-level')] : [];
  return [
    ...claims,
    ...validateResources(spec.resources, claimNames, path),
    ...validateRequestsHold(spec, `${path}.requests`),
    ...validateLimitsHold(spec, path),
  ];
}

function validateRequestsHold(spec: PodSpec, path: string): FieldError[] {
  const ofPod = spec.resources?.requests ?? {};
  return Object.entries(containerRequests(spec)).flatMap(([name, asked]) => {
    const given = ofPod[name] ?? '0';
    if (compareQuantity(asked, given) <= 0) return [];
    return [fieldErrors.invalid(`${path}[${name}]`, given, `must be greater than or equal to aggregate container requests of ${asked}`)];
  });
}

function validateLimitsHold(spec: PodSpec, path: string): FieldError[] {
  const ofPod = spec.resources?.limits ?? {};
  return (spec.containers ?? []).flatMap(({ resources }, index) =>
    Object.entries(resources?.limits ?? {}).flatMap(([name, limit]) => {
      const given = ofPod[name];
      if (given === undefined || compareQuantity(limit, given) <= 0) return [];
      const at = `${path}.containers[${index}][${name}].limits`;
      return [fieldErrors.invalid(at, limit, `must be less than or equal to pod limits of ${given}`)];
    }),
  );
}
