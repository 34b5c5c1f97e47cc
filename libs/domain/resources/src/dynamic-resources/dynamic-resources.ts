import type * as kubernetes from '@klockwork/kubernetes-types';
import type { Condition } from '@klockwork/kubernetes-types';

/** Chooses devices by an expression. */
export interface DeviceSelector {
  cel?: { expression?: string };
}

/** Parameters that only a driver understands. */
export interface DeviceConfiguration {
  opaque?: { driver?: string; parameters?: unknown };
}

/** Devices of a class. Fields of features disabled by default are dropped. */
export interface ExactDeviceRequest {
  deviceClassName?: string;
  selectors?: DeviceSelector[];
  allocationMode?: string;
  count?: number;
  adminAccess?: boolean;
  tolerations?: unknown[];
  capacity?: unknown;
}

/** Alternative of a device request. */
export interface DeviceSubRequest extends Omit<ExactDeviceRequest, 'adminAccess'> {
  name?: string;
}

/** Device request: an exact one, or the first available alternative. */
export interface DeviceRequest {
  name?: string;
  exactly?: ExactDeviceRequest;
  firstAvailable?: DeviceSubRequest[];
}

/** Constraint on several devices. */
export interface DeviceConstraint {
  requests?: string[];
  matchAttribute?: string;
  distinctAttribute?: string;
}

/** Requested devices. */
export interface DeviceClaim {
  requests?: DeviceRequest[];
  constraints?: DeviceConstraint[];
  config?: (DeviceConfiguration & { requests?: string[] })[];
}

/** Device allocated to a request. */
export interface AllocatedDevice {
  request?: string;
  driver?: string;
  pool?: string;
  device?: string;
  adminAccess?: boolean;
}

/** Allocation of a claim. */
export interface AllocationResult {
  devices?: { results?: AllocatedDevice[]; config?: (DeviceConfiguration & { source?: string; requests?: string[] })[] };
  nodeSelector?: kubernetes.NodeSelector;
}

/** Driver report on an allocated device. */
export interface AllocatedDeviceStatus {
  driver?: string;
  pool?: string;
  device?: string;
  conditions?: Condition[];
  data?: unknown;
  networkData?: { interfaceName?: string; ips?: string[]; hardwareAddress?: string };
}

/** Allocatable device. */
export interface Device {
  name?: string;
  attributes?: Record<string, { bool?: boolean; int?: number; string?: string; version?: string }>;
  capacity?: Record<string, { value?: string; requestPolicy?: unknown }>;
}
