import type { LoggedEvent } from '@klockwork/lab-tool';
import { type Attempt, attemptsOf } from './attempts.ts';

const FIRST_MS = 10_000;
const MAX_MS = 300_000;
/** Age after which a back-off is reset. */
const FORGOTTEN_AFTER_MS = 600_000;

/** How long a container waited before each restart, in ms. */
function waitsOf(attempts: readonly Attempt[]): number[] {
  return attempts.slice(1).map(({ startedAt }, index) => startedAt - (attempts[index]?.endedAt ?? startedAt));
}

/** Expected back-offs: none, then 10, 20, 40 … 300 s; restarting after a run of more than ten minutes. */
function expectedWaits(attempts: readonly Attempt[]): number[] {
  let delayMs = FIRST_MS;
  let restartedAt = -Infinity;
  return attempts.slice(1).map(({ startedAt }, index) => {
    const endedAt = attempts[index]?.endedAt ?? startedAt;
    const isForgotten = endedAt - restartedAt > FORGOTTEN_AFTER_MS;
    const waitMs = isForgotten ? 0 : delayMs;
    delayMs = isForgotten ? FIRST_MS : Math.min(delayMs * 2, MAX_MS);
    restartedAt = endedAt + waitMs;
    return waitMs;
  });
}

/** Restarts off the exact millisecond, one a line; and a container not restarted before `until`. */
export function wrongBackOffs(log: readonly LoggedEvent[], pod: string, until: number): string[] {
  const attempts = attemptsOf(log, pod);
  const last = attempts.at(-1);
  if (last === undefined) return [`${pod} never ran`];
  const waits = waitsOf(attempts);
  const expected = expectedWaits([...attempts, { startedAt: until, endedAt: undefined }]);
  const overdue = last.endedAt !== undefined && last.endedAt + (expected.at(-1) as number) < until;
  return [
    ...waits.flatMap((waitMs, index) =>
      waitMs === expected[index] ? [] : [`${pod} waited ${waitMs} ms before restart ${index + 1}, not ${expected[index]}`],
    ),
    ...(overdue ? [`${pod} ended at ${last.endedAt} and was not restarted until ${until}`] : []),
  ];
}
