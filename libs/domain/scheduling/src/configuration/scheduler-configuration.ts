import { DEFAULT_PROFILE } from '../default-profile.ts';
import type { SchedulingProfile } from '../plugin.ts';

/** Configuration of a scheduler. Models `KubeSchedulerConfiguration` of `pkg/scheduler/apis/config`. */
export interface SchedulerConfiguration {
  /** Profiles by scheduler name; the scheduler leaves pods of other names alone. */
  readonly profiles: ReadonlyMap<string, SchedulingProfile>;
  /** First back-off of an unschedulable pod. */
  readonly podInitialBackoffSeconds: number;
  readonly podMaxBackoffSeconds: number;
}

/** Configuration of a scheduler without a file. Models `pkg/scheduler/apis/config/v1/defaults.go`. */
export const DEFAULT_CONFIGURATION: SchedulerConfiguration = {
  profiles: new Map([[DEFAULT_PROFILE.schedulerName, DEFAULT_PROFILE]]),
  podInitialBackoffSeconds: 1,
  podMaxBackoffSeconds: 10,
};
