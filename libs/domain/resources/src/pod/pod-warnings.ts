import { warningsOfPod } from '../pod-template/pod-spec-warnings.ts';
import type { Pod } from './pod.ts';

/** Texts for `Warning:` headers on a pod's write. Models `WarningsOnCreate` of the pod's strategy; upstream warns of no update. */
export function podWarnings(pod: Pod, previous?: Pod): string[] {
  return previous === undefined ? warningsOfPod(pod, '') : [];
}
