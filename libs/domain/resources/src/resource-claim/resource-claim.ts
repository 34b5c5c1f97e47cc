import type { AllocatedDeviceStatus, AllocationResult, DeviceClaim } from '../dynamic-resources/dynamic-resources.ts';
import type { KubeObject } from '../object.ts';

/** Requested devices. */
export interface ResourceClaimSpec {
  devices?: DeviceClaim;
}

/** Allocated devices, and consumers. */
export interface ResourceClaimStatus {
  allocation?: AllocationResult;
  reservedFor?: { apiGroup?: string; resource?: string; name?: string; uid?: string }[];
  devices?: AllocatedDeviceStatus[];
}

/** ResourceClaim: request for devices. */
export interface ResourceClaim extends KubeObject {
  spec?: ResourceClaimSpec;
  status?: ResourceClaimStatus;
}
