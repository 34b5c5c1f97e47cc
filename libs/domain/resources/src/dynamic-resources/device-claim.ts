import { nullWhereUnset } from '../generic/null-where-unset.ts';
import type { ResourceClaimSpec } from '../resource-claim/resource-claim.ts';
import type { DeviceClaim, DeviceRequest, ExactDeviceRequest } from './dynamic-resources.ts';

/** A claim's spec with its defaults: upstream's type leaves out neither devices nor the list of requests. */
export function claimSpec({ devices = {}, ...rest }: ResourceClaimSpec = {}): ResourceClaimSpec {
  nullWhereUnset(devices, 'requests');
  defaultDeviceClaim(devices);
  return { ...rest, devices };
}

/** Defaults to a single device. Models `SetDefaults_ExactDeviceRequest` and `SetDefaults_DeviceSubRequest`. */
function defaultDeviceClaim(claim: DeviceClaim): void {
  for (const request of askedOf(claim)) {
    request.allocationMode ||= 'ExactCount';
    if (request.allocationMode === 'ExactCount') request.count ||= 1;
  }
}

/** Drops fields of features disabled by default. Models `dropDisabledFields` of `pkg/registry/resource/resourceclaim`. */
export function dropDisabledParts(claim: DeviceClaim | undefined): void {
  for (const request of askedOf(claim)) {
    delete request.tolerations;
    delete request.capacity;
  }
  for (const constraint of claim?.constraints ?? []) delete constraint.distinctAttribute;
}

/** Returns names that results, constraints and configurations may refer to: `gpu`, and `gpu/large` for each alternative. */
export function requestNames(claim: DeviceClaim | undefined): ReadonlySet<string> {
  const namesOf = ({ name = '', firstAvailable = [] }: DeviceRequest) => [
    name,
    ...firstAvailable.map((sub) => `${name}/${sub.name ?? ''}`),
  ];
  return new Set((claim?.requests ?? []).flatMap(namesOf));
}

function askedOf(claim: DeviceClaim | undefined): ExactDeviceRequest[] {
  return (claim?.requests ?? []).flatMap(({ exactly, firstAvailable = [] }) => [...(exactly ? [exactly] : []), ...firstAvailable]);
}
