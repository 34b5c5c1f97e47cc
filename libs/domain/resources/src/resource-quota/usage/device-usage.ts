import type { DeviceRequest, ExactDeviceRequest } from '../../dynamic-resources/dynamic-resources.ts';
import type { ResourceClaim } from '../../resource-claim/resource-claim.ts';
import { addAmounts, type QuotaAmounts } from './amounts.ts';

const COUNT = 'count/resourceclaims.resource.k8s.io';
const OF_CLASS = '.deviceclass.resource.k8s.io/devices';
/** More devices are not given to one claim. */
const MOST_DEVICES = 32;

/** What a claim to devices takes: of each class as many as it may be given. Models `claimEvaluator.Usage`. */
export function deviceUsage({ spec }: ResourceClaim): QuotaAmounts {
  return addAmounts([{ [COUNT]: '1' }, ...(spec?.devices?.requests ?? []).map(requestUsage)]);
}

/** True for what quotas can say about claims to devices. */
export function isDeviceResource(name: string): boolean {
  return name === COUNT || name.endsWith(OF_CLASS);
}

function requestUsage({ exactly, firstAvailable = [] }: DeviceRequest): QuotaAmounts {
  const options: ExactDeviceRequest[] = firstAvailable.length > 0 || exactly === undefined ? firstAvailable : [exactly];
  const most = new Map<string, number>();
  for (const option of options) {
    const name = `${option.deviceClassName ?? ''}${OF_CLASS}`;
    most.set(name, Math.max(most.get(name) ?? 0, devicesOf(option)));
  }
  return Object.fromEntries([...most].map(([name, devices]) => [name, String(devices)]));
}

/** None of a mode that is not known. */
function devicesOf({ allocationMode, count = 0 }: ExactDeviceRequest): number {
  return allocationMode === 'All' ? MOST_DEVICES : allocationMode === 'ExactCount' ? count : 0;
}
