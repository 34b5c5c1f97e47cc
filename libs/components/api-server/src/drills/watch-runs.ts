import { type Journal, JournalFailedError, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type HostTimer, type Logger, logFailure, StoppedError } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import { type DrillObject, resources } from '@klockwork/resources';
import { endKilledRuns } from './end-killed-runs.ts';

/** Period of checks in ms of host time: the processes of runs live on the machine, also while lab time stands. */
const PERIOD_MS = 5_000;
const TIMER = { name: 'killed-drills' };

/** Dependencies of the checks. */
export interface WatchedRuns {
  readonly journal: Journal;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly hostTimer: HostTimer;
  /** Returns true for a runner that certainly no longer exists. */
  readonly hasEnded: (runner: string) => boolean;
}

/** Ends runs of Drill objects whose process is killed. Checks periodically, from the begin of a run until no run has a process. */
export function watchRuns({ journal, registry, logger, hostTimer, hasEnded }: WatchedRuns): Cancel {
  let isStopped = false;
  let cancel: Cancel | undefined;
  const check = async (revision: number): Promise<void> => {
    cancel = undefined;
    try {
      if ((await endKilledRuns(registry, hasEnded, timerCause(TIMER, { revision }))) > 0) plan(revision);
    } catch (error) {
      if (error instanceof JournalFailedError || error instanceof StoppedError) return;
      if (!(error instanceof ApiError)) logFailure(logger, { resource: resources.drills.resource }, error);
      plan(revision);
    }
  };
  const plan = (revision: number): void => {
    if (!isStopped) cancel ??= hostTimer.set(PERIOD_MS, () => void check(revision));
  };
  // A run that began before a restart of the server.
  void check(journal.state.revision);
  const stop = journal.onCommitted(({ event }) => {
    if (event.key.resource !== resources.drills.resource || event.key.group !== resources.drills.group) return;
    const { status } = (journal.latest(event.key)?.object ?? {}) as DrillObject;
    if (status?.phase === 'Running' && status.runner !== undefined) plan(event.revision);
  });
  return () => {
    isStopped = true;
    stop();
    cancel?.();
  };
}
