import type { LabTime } from '@klockwork/kernel';

/** A container's way to its end, from when its kubelet wants it stopped. Data. */
export interface ContainerStop {
  readonly askedAt: LabTime;
  /** All there is, for the preStop hook, for the wait for its turn and for the process itself. */
  readonly graceMs: number;
  /** Its preStop hook; without `endedAt` while it runs. */
  readonly preStop?: { readonly endedAt?: LabTime };
  /** The runtime was told to end it. */
  readonly told?: true;
}

/** What is left of the grace period: of use from `from` on. */
export interface GraceLeft {
  readonly from: LabTime;
  readonly leftMs: number;
}

/**
 * Once the grace period is used up, a process still gets this long to take TERM.
 * Models `minimumGracePeriodInSeconds` of `pkg/kubelet/kuberuntime`.
 */
const GRACE_MS_MIN = 2_000;

/** When the grace period is over for hooks and for waiting. */
export function graceEnds({ askedAt, graceMs }: ContainerStop): LabTime {
  return askedAt + graceMs;
}

/**
 * What the preStop hook left of the grace period; undefined while the hook runs and may. Upstream counts what a hook took in whole seconds,
 * and leaves one that takes longer than the grace period to itself. Models `executePreStopHook`.
 */
export function graceAfterHook(stop: ContainerStop, now: LabTime): GraceLeft | undefined {
  const { askedAt, graceMs, preStop } = stop;
  if (preStop === undefined) return { from: askedAt, leftMs: graceMs };
  const endedAt = preStop.endedAt ?? (now >= graceEnds(stop) ? graceEnds(stop) : undefined);
  if (endedAt === undefined) return undefined;
  const from = Math.max(askedAt, endedAt);
  return { from, leftMs: graceMs - wholeSeconds(from - askedAt) };
}

/** How long the runtime gives the process once its turn has come. */
export function graceOfProcess({ from, leftMs }: GraceLeft, now: LabTime): number {
  return Math.max(leftMs - wholeSeconds(now - from), GRACE_MS_MIN);
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}
