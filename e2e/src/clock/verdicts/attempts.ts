import type { LoggedEvent } from '@klockwork/lab-tool';

/** Run of a container: start and end, lab ms. A run within one instant may never be reported as running. */
export interface Attempt {
  readonly startedAt: number;
  readonly endedAt: number | undefined;
}

interface ContainerStatus {
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state?: { running?: object; terminated?: object; waiting?: object };
  readonly lastState?: { terminated?: object };
}

/** Runs of a pod's only container, from events that report them: without latencies their instants are exact. */
export function attemptsOf(log: readonly LoggedEvent[], pod: string): Attempt[] {
  const attempts: { startedAt: number; endedAt: number | undefined }[] = [];
  for (const { key, at, object } of log) {
    if (key.resource !== 'pods' || key.name !== pod) continue;
    const status = object?.status?.containerStatuses?.[0] as ContainerStatus | undefined;
    if (status?.containerID === undefined) continue;
    while (attempts.length <= status.restartCount) begin(attempts, at);
    const current = attempts[status.restartCount];
    if (current !== undefined && hasEnded(status)) current.endedAt ??= at;
  }
  return attempts;
}

function begin(attempts: { startedAt: number; endedAt: number | undefined }[], at: number): void {
  const previous = attempts.at(-1);
  if (previous !== undefined) previous.endedAt ??= at;
  attempts.push({ startedAt: at, endedAt: undefined });
}

function hasEnded({ state, lastState }: ContainerStatus): boolean {
  return state?.terminated !== undefined || (state?.waiting !== undefined && lastState?.terminated !== undefined);
}
