import type { ResourceClaim } from '../resource-claim/resource-claim.ts';
import type { AllocatedDevice, AllocatedDeviceStatus } from './dynamic-resources.ts';

/** Returns driver, pool and name of a device. */
export function deviceId({ driver, pool, device }: AllocatedDevice | AllocatedDeviceStatus): string {
  return `${driver}/${pool}/${device}`;
}

export function allocatedDevices({ status }: ResourceClaim): ReadonlySet<string> {
  return new Set((status?.allocation?.devices?.results ?? []).map(deviceId));
}

/** Removes the status of deallocated devices. Models `dropDeallocatedStatusDevices`. */
export function dropDeallocated(draft: ResourceClaim, previous: ResourceClaim): void {
  const [before, after] = [allocatedDevices(previous), allocatedDevices(draft)];
  if (draft.status?.devices === undefined) return;
  const devices = draft.status.devices.filter((device) => after.has(deviceId(device)) || !before.has(deviceId(device)));
  if (devices.length > 0) draft.status.devices = devices;
  else delete draft.status.devices;
}
