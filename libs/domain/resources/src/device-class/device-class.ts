import type { DeviceConfiguration, DeviceSelector } from '../dynamic-resources/dynamic-resources.ts';
import type { KubeObject } from '../object.ts';

/** A class of devices that claims can ask for. */
export interface DeviceClass extends KubeObject {
  spec?: { selectors?: DeviceSelector[]; config?: DeviceConfiguration[]; extendedResourceName?: string };
}
