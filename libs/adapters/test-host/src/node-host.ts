import { hostActivity, nodeTimer, RealTimeClock } from '@klockwork/host';
import type { Activity, LabTime } from '@klockwork/kernel';
import { openApiPort } from './api-port.ts';

/** Services of a Node.js process for clusters in it: implements `HostPorts` of `assembly/test-cluster`. */
export const nodeHost = {
  timer: nodeTimer,
  activity: hostActivity,
  clock: (activity: Activity, labAt: LabTime) => new RealTimeClock({ activity, setting: { type: 'lockstep', labAt } }),
  openApiPort,
};
