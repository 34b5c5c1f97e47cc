import type * as kubernetes from '@klockwork/kubernetes-types';
import type { Device } from '../dynamic-resources/dynamic-resources.ts';
import type { KubeObject } from '../object.ts';

/** The devices of a slice, and where they are. */
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

/** Devices of one pool that a driver offers. */
export interface ResourceSlice extends KubeObject {
  spec?: ResourceSliceSpec;
}
