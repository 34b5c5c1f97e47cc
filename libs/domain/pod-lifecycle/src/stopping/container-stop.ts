import type { LabTime } from '@klockwork/kernel';

/** Stop of a container in progress, from the kubelet's decision on. Data. */
export interface ContainerStop {
  readonly requestedAt: LabTime;
  /** Total grace period in ms: preStop hook, wait for other containers, and process. */
  readonly graceMs: number;
  /** preStop hook; `endedAt` is absent while it runs. */
  readonly preStop?: { readonly endedAt?: LabTime };
  /** True after the call of the runtime. */
  readonly isSent?: true;
}

/** Rest of the grace period, starting at `from`. */
export interface GraceLeft {
  readonly from: LabTime;
  readonly leftMs: number;
}

/** Minimum time in ms for TERM after the grace period. Models `minimumGracePeriodInSeconds` of `pkg/kubelet/kuberuntime`. */
const GRACE_MS_MIN = 2_000;

/** Returns the end of the grace period for hooks and waits. */
export function graceEnds({ requestedAt, graceMs }: ContainerStop): LabTime {
  return requestedAt + graceMs;
}

/**
 * Returns the grace period after the preStop hook; undefined while the hook may run. Upstream counts hooks in whole seconds, and abandons
 * one beyond the grace period. Models `executePreStopHook`.
 */
export function graceAfterHook(stop: ContainerStop, now: LabTime): GraceLeft | undefined {
  const { requestedAt, graceMs, preStop } = stop;
  if (preStop === undefined) return { from: requestedAt, leftMs: graceMs };
  const endedAt = preStop.endedAt ?? (now >= graceEnds(stop) ? graceEnds(stop) : undefined);
  if (endedAt === undefined) return undefined;
  const from = Math.max(requestedAt, endedAt);
  return { from, leftMs: graceMs - wholeSeconds(from - requestedAt) };
}

/** Returns the time in ms for the process, once it may be stopped. */
export function graceOfProcess({ from, leftMs }: GraceLeft, now: LabTime): number {
  return Math.max(leftMs - wholeSeconds(now - from), GRACE_MS_MIN);
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
