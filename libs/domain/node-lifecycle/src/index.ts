export type { AdmissionView, Rejection } from './admit-pod.ts';
export { admitPod } from './admit-pod.ts';
