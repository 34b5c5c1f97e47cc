import type { BusSession } from '@klockwork/bus';
import type { Cancel, Clock, TimerName } from '@klockwork/kernel';

/** Models `--streaming-connection-idle-timeout` of the kubelet, in ms of lab time. */
const IDLE_MS = 4 * 3_600_000;

/** Calls `ended` after four hours of silence in both directions. Returns a function that cancels the limit. */
export function limitIdleness(clock: Clock, session: BusSession, object: string, onEnd: () => void): Cancel {
  const timer: TimerName = { name: 'stream-idle', upkeep: true, object };
  const wait = (): Cancel =>
    clock.at(session.quietSince + IDLE_MS, timer, () => {
      if (session.quietSince + IDLE_MS <= clock.now()) onEnd();
      else cancel = wait();
    });
  let cancel = wait();
  return () => cancel();
}
