import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';

/** Formats a time like the API: RFC 3339, whole seconds, UTC. */
export function timeText(at: LabTime): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Formats a duration like Go: `0s`, `250ms`, `1.2s`, `2m40s`, `1h0m0s`. */
export function durationText(ms: number): string {
  if (ms <= 0) return '0s';
  if (ms < 1_000) return `${ms}ms`;
  const seconds = ms / 1_000;
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = Number((seconds % 60).toFixed(3));
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${rest}s`;
}

/** Returns `name_namespace(uid)`. Models `format.Pod` of `pkg/kubelet/util/format/pod.go`. */
export function podText(pod: Pod): string {
  return `${pod.metadata?.name}_${pod.metadata?.namespace}(${pod.metadata?.uid})`;
}
