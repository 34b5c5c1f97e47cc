import { podSpecWarnings } from '../pod-template/pod-spec-warnings.ts';
import type { Pod } from './pod.ts';

/** Texts for `Warning:` headers on a pod's write. Models `GetWarningsForPod` of `pkg/api/pod/warnings.go`. */
export function podWarnings(pod: Pod, previous?: Pod): string[] {
  // As upstream: what an update left alone is not warned about again.
  if (previous !== undefined && pod.metadata?.generation === previous.metadata?.generation) return [];
  return pod.spec ? podSpecWarnings(pod.spec, 'spec') : [];
}
