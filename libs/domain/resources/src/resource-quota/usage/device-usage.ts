import type { DeviceRequest, ExactDeviceRequest } from '../../dynamic-resources/dynamic-resources.ts';
import type { ResourceClaim } from '../../resource-claim/resource-claim.ts';
import { addAmounts, type QuotaAmounts } from './amounts.ts';

const COUNT = 'count/resourceclaims.resource.k8s.io';
const OF_CLASS = '.deviceclass.resource.k8s.io/devices';
/** Max number of devices per claim. */
const MOST_DEVICES = 32;

/** Returns a claim's max number of devices by class. Models `claimEvaluator.Usage`. */
export function deviceUsage({ spec }: ResourceClaim): QuotaAmounts {
  return addAmounts([{ [COUNT]: '1' }, ...(spec?.devices?.requests ?? []).map(requestUsage)]);
}

/** Returns whether the resource applies to device claims. */
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

/** Zero for an unknown mode. */
function devicesOf({ allocationMode, count = 0 }: ExactDeviceRequest): number {
  return allocationMode === 'All' ? MOST_DEVICES : allocationMode === 'ExactCount' ? count : 0;
}
