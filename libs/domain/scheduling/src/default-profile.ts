import { interPodAffinity } from './filters/inter-pod-affinity/inter-pod-affinity.filter.ts';
import { nodeAffinity } from './filters/node-affinity/node-affinity.filter.ts';
import { nodeName } from './filters/node-name/node-name.filter.ts';
import { nodePorts } from './filters/node-ports/node-ports.filter.ts';
import { nodeResourcesFit } from './filters/node-resources-fit/node-resources-fit.filter.ts';
import { nodeUnschedulable } from './filters/node-unschedulable/node-unschedulable.filter.ts';
import { nodeVolumeLimits } from './filters/node-volume-limits/node-volume-limits.filter.ts';
import { podTopologySpread } from './filters/pod-topology-spread/pod-topology-spread.filter.ts';
import { taintToleration } from './filters/taint-toleration/taint-toleration.filter.ts';
import { volumeBinding } from './filters/volume-binding/volume-binding.filter.ts';
import { volumeRestrictions } from './filters/volume-restrictions/volume-restrictions.filter.ts';
import { volumeZone } from './filters/volume-zone/volume-zone.filter.ts';
import type { FieldScore, Filter, SchedulingProfile, Score } from './plugin.ts';
import { DEFAULT_PLUGIN_ARGS } from './plugin-args.ts';
import { balancedAllocation } from './scores/balanced-allocation/balanced-allocation.score.ts';
import { imageLocality } from './scores/image-locality/image-locality.score.ts';
import { interPodAffinityScore } from './scores/inter-pod-affinity/inter-pod-affinity.score.ts';
import { nodeAffinityScore } from './scores/node-affinity/node-affinity.score.ts';
import { nodeResourcesFitScore } from './scores/node-resources-fit/node-resources-fit.score.ts';
import { podTopologySpreadScore } from './scores/pod-topology-spread/pod-topology-spread.score.ts';
import { taintTolerationScore } from './scores/taint-toleration/taint-toleration.score.ts';

/** Scheduler name of pods that name none. Models `v1.DefaultSchedulerName`. */
export const DEFAULT_SCHEDULER_NAME = 'default-scheduler';

/** All filters, in upstream's order. */
export const FILTERS: readonly Filter[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
];

/** All scores, in upstream's order. */
export const SCORES: readonly (Score | FieldScore)[] = [
  taintTolerationScore,
  nodeAffinityScore,
  nodeResourcesFitScore,
  podTopologySpreadScore,
  interPodAffinityScore,
  balancedAllocation,
  imageLocality,
];

/** Profile of a scheduler without a configuration. Models `pkg/scheduler/apis/config/v1/default_plugins.go`. */
export const DEFAULT_PROFILE: SchedulingProfile = {
  schedulerName: DEFAULT_SCHEDULER_NAME,
  filters: FILTERS,
  scores: SCORES.map((plugin) => ({ plugin, weight: plugin.weight })),
  preempts: true,
  args: DEFAULT_PLUGIN_ARGS,
  percentageOfNodesToScore: 0,
};
