import type { DeviceConfiguration, DeviceSelector } from '../dynamic-resources/dynamic-resources.ts';
import type { KubeObject } from '../object.ts';

/** Class of devices for claims. */
export interface DeviceClass extends KubeObject {
  spec?: { selectors?: DeviceSelector[]; config?: DeviceConfiguration[]; extendedResourceName?: string };
}
