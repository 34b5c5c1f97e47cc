import type { BusSession } from '@klockwork/bus';
import type { Cancel, Clock, TimerName } from '@klockwork/kernel';

/** Models `--streaming-connection-idle-timeout` of the kubelet, in ms of lab time. */
const IDLE_MS = 4 * 3_600_000;

/** Calls `ended` once nothing has been said on a session for four hours, either way. The result ends that. */
export function limitIdleness(clock: Clock, session: BusSession, object: string, ended: () => void): Cancel {
  const timer: TimerName = { name: 'stream-idle', upkeep: true, object };
  const wait = (): Cancel =>
    clock.at(session.quietSince + IDLE_MS, timer, () => {
      if (session.quietSince + IDLE_MS <= clock.now()) ended();
      else cancel = wait();
    });
  let cancel = wait();
  return () => cancel();
}
