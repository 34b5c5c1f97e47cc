export type { AdmissionRefusal } from './admission-check.ts';
export { admissionCheck } from './admission-check.ts';
export type { NodeInfo, PlacedPod } from './node-info.ts';
export { nodeInfo, placedPod, withPod } from './node-info.ts';
export type { Candidate, Filter, Refusal, Score } from './plugin.ts';
export type { Placement } from './schedule-pod.ts';
export { schedulePod } from './schedule-pod.ts';
export { tolerates } from './tolerations.ts';
