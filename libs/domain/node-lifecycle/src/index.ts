export type { AdmissionView, Rejection } from './admit-pod.ts';
export { admitPod } from './admit-pod.ts';
export type { EvictionDecision, EvictionMemory, EvictionView, Pressure } from './eviction/decide-eviction.ts';
export { decideEviction, NO_EVICTIONS } from './eviction/decide-eviction.ts';
export type { ContainerUsage, NodeUsage, PodUsage } from './eviction/node-usage.ts';
export { observe, thresholdTexts } from './eviction/observe.ts';
export { thresholdsOf } from './eviction/threshold.ts';
export type { ShutdownGroup } from './shutdown/shutdown-groups.ts';
export { shutdownGroups } from './shutdown/shutdown-groups.ts';
