import type { AllocatedDeviceStatus, AllocationResult, DeviceClaim } from '../dynamic-resources/dynamic-resources.ts';
import type { KubeObject } from '../object.ts';

/** What is claimed. */
export interface ResourceClaimSpec {
  devices?: DeviceClaim;
}

/** What was given, and who uses it. */
export interface ResourceClaimStatus {
  allocation?: AllocationResult;
  reservedFor?: { apiGroup?: string; resource?: string; name?: string; uid?: string }[];
  devices?: AllocatedDeviceStatus[];
}

/** A claim to devices. */
export interface ResourceClaim extends KubeObject {
  spec?: ResourceClaimSpec;
  status?: ResourceClaimStatus;
}
