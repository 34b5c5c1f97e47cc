import { compareQuantity, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { containerLimits, containerRequests } from '../pod-requests.ts';
import type { PodSpec } from '../pod-spec.ts';
import { isHugePage, validateResourceName } from './resource-names.ts';
import { validateResources } from './resources.ts';

type Amounts = Readonly<Record<string, string>>;

const SUPPORTED = ['cpu', 'hugepages-', 'memory'];

/** Requires pod-level resources of at least the containers' total. Models `validatePodResources`. */
export function validatePodLevelResources(spec: PodSpec, claimNames: ReadonlySet<string>, path: string): FieldError[] {
  const { resources, os } = spec;
  if (!resources) return [];
  if (os?.name === 'windows') return [fieldErrors.forbidden(path, 'may not be set for a windows pod')];
  const claims = resources.claims ? [fieldErrors.forbidden(`${path}.claims`, 'claims may not be set for Resources at pod-level')] : [];
  return [
    ...claims,
    ...validateResources(resources, claimNames, path, checkName),
    ...tooLittle(resources.requests, containerRequests(spec), 'requests', path),
    ...tooLittle(resources.limits, hugePagesOf(containerLimits(spec)), 'limits', path),
    ...validateLimitsHold(spec, path),
  ];
}

function checkName(name: string, path: string): FieldError[] {
  const malformedErrors = validateResourceName(name, path);
  return malformedErrors.length > 0 || SUPPORTED.includes(name) || isHugePage(name)
    ? malformedErrors
    : [fieldErrors.notSupported(path, name, SUPPORTED)];
}

/** Returns an error for each pod-level amount below the containers' total. */
function tooLittle(amounts: Amounts = {}, together: Amounts, field: 'requests' | 'limits', path: string): FieldError[] {
  return Object.entries(together).flatMap(([name, amount]) => {
    const ofPod = amounts[name];
    if (ofPod === undefined || compareQuantity(amount, ofPod) <= 0) return [];
    const problem = `must be greater than or equal to aggregate container ${field} of ${amount}`;
    return [fieldErrors.invalid(`${path}.${field}[${name}]`, ofPod, problem)];
  });
}

function hugePagesOf(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => isHugePage(name)));
}

function validateLimitsHold(spec: PodSpec, path: string): FieldError[] {
  const ofPod = spec.resources?.limits ?? {};
  return (spec.containers ?? []).flatMap(({ resources }, index) =>
    Object.entries(resources?.limits ?? {}).flatMap(([name, limit]) => {
      const podAmount = ofPod[name];
      if (podAmount === undefined || compareQuantity(limit, podAmount) <= 0) return [];
      const at = `${path}.containers[${index}][${name}].limits`;
      return [fieldErrors.invalid(at, limit, `must be less than or equal to pod limits of ${podAmount}`)];
    }),
  );
}
