import type { LabTime } from '@klockwork/kernel';

/** Delay that doubles with each use. Models `k8s.io/client-go/util/flowcontrol/backoff.go`. */
export interface BackOff {
  readonly delayMs: number;
  readonly updatedAt: LabTime;
}

/** Shared by CrashLoopBackOff (decide-container.ts) and ImagePullBackOff (learn.ts), as upstream. */
const FIRST_DELAY_MS = 10_000;
/** Cap of both back-offs. */
const DELAY_MS_MAX = 300_000;
/** Idle time in ms after which a back-off resets. */
const EXPIRES_AFTER_MS = 2 * DELAY_MS_MAX;

/** Returns the back-off after one more use, at `eventAt`. */
export function nextBackOff(previous: BackOff | undefined, eventAt: LabTime, now: LabTime): BackOff {
  const fresh = previous === undefined || isExpired(previous, eventAt);
  return { delayMs: fresh ? FIRST_DELAY_MS : Math.min(previous.delayMs * 2, DELAY_MS_MAX), updatedAt: now };
}

/** Returns the end of the back-off for an event at `eventAt`; `eventAt` itself without a back-off, or after its expiry. */
export function backOffEnds(backOff: BackOff | undefined, eventAt: LabTime): LabTime {
  return backOff === undefined || isExpired(backOff, eventAt) ? eventAt : eventAt + backOff.delayMs;
}

function isExpired(backOff: BackOff, eventAt: LabTime): boolean {
  return eventAt - backOff.updatedAt > EXPIRES_AFTER_MS;
}

/** Returns the delay after so many consecutive uses, without expiry in between. */
export function restartDelayMs(uses: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (uses - 1), DELAY_MS_MAX);
}
