import type { LabState } from './lab-folder.ts';
import type { LabOptions } from './lab-options.ts';

/** Returns the state of a lab between two starts. */
export function labStateOf(
  { nodes, agents, autoscale, port, consolePort, profile, shape, schedulerConfig, behindMs, isFork, copiedAt, isTape }: LabOptions,
  labAt: number,
): LabState {
  return {
    ...{ nodes, port, consolePort, profile, shape, labAt },
    ...(agents !== undefined && { agents }),
    ...(autoscale !== undefined && { autoscale }),
    ...(schedulerConfig !== undefined && { schedulerConfig }),
    ...(isFork && { fork: { behindMs, ...(copiedAt !== undefined && { revision: copiedAt }) } }),
    ...(isTape && { isTape }),
  };
}
