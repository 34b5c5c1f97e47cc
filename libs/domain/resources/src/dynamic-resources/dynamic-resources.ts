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

/** Devices of one class. What is newer than the features that are on by default is dropped. */
export interface ExactDeviceRequest {
  deviceClassName?: string;
  selectors?: DeviceSelector[];
  allocationMode?: string;
  count?: number;
  adminAccess?: boolean;
  tolerations?: unknown[];
  capacity?: unknown;
}

/** One of several things that would do. */
export interface DeviceSubRequest extends Omit<ExactDeviceRequest, 'adminAccess'> {
  name?: string;
}

/** One thing that is asked for: exactly this, or the first of several that there is. */
export interface DeviceRequest {
  name?: string;
  exactly?: ExactDeviceRequest;
  firstAvailable?: DeviceSubRequest[];
}

/** What must hold for several devices together. */
export interface DeviceConstraint {
  requests?: string[];
  matchAttribute?: string;
  distinctAttribute?: string;
}

/** The devices that are claimed. */
export interface DeviceClaim {
  requests?: DeviceRequest[];
  constraints?: DeviceConstraint[];
  config?: (DeviceConfiguration & { requests?: string[] })[];
}

/** A device that a request was given. */
export interface AllocatedDevice {
  request?: string;
  driver?: string;
  pool?: string;
  device?: string;
  adminAccess?: boolean;
}

/** What a claim was given. */
export interface AllocationResult {
  devices?: { results?: AllocatedDevice[]; config?: (DeviceConfiguration & { source?: string; requests?: string[] })[] };
  nodeSelector?: kubernetes.NodeSelector;
}

/** What a driver tells of a device that was allocated. */
export interface AllocatedDeviceStatus {
  driver?: string;
  pool?: string;
  device?: string;
  conditions?: Condition[];
  data?: unknown;
  networkData?: { interfaceName?: string; ips?: string[]; hardwareAddress?: string };
}

/** A device that can be claimed. */
export interface Device {
  name?: string;
  attributes?: Record<string, { bool?: boolean; int?: number; string?: string; version?: string }>;
  capacity?: Record<string, { value?: string; requestPolicy?: unknown }>;
}
