import { hostActivity, nodeTimer, RealTimeClock } from '@klockwork/host';
import type { HostPorts } from '@klockwork/test-cluster';
import { openApiPort } from './api-port.ts';

/** Ports of a Node.js process. */
export const nodeHost: HostPorts = {
  timer: nodeTimer,
  activity: hostActivity,
  clock: (activity, labAt) => new RealTimeClock({ activity, setting: { type: 'lockstep', labAt } }),
  openApiPort,
};
