import type * as kubernetes from '@klockwork/kubernetes-types';
import type { Device } from '../dynamic-resources/dynamic-resources.ts';
import type { KubeObject } from '../object.ts';

/** Devices of a slice, and their location. */
export interface ResourceSliceSpec {
  driver?: string;
  pool?: { name?: string; generation?: number; resourceSliceCount?: number };
  nodeName?: string;
  nodeSelector?: kubernetes.NodeSelector;
  allNodes?: boolean;
  perDeviceNodeSelection?: boolean;
  sharedCounters?: unknown[];
  devices?: Device[];
}

/** ResourceSlice: devices of one pool of a driver. */
export interface ResourceSlice extends KubeObject {
  spec?: ResourceSliceSpec;
}
