import type { RunState } from '@klockwork/drills';
import type { ApiStream, ByteSink } from '@klockwork/http-api';
import type { HostTimer, StopSignal } from '@klockwork/kernel';

/** Host time between two states of a followed run, in ms. */
const PERIOD_MS = 200;

/** Run that a client follows. */
export interface FollowedRun {
  readonly stop: StopSignal;
  readonly timer: HostTimer;
  /** Returns the present state; undefined once the run is forgotten. */
  state(): RunState | undefined;
  /** True while the state can change. */
  goesOn(): boolean;
}

/** Returns the states of a run as JSON lines: the present one, then each one that differs, up to the last one. */
export function runStream(run: FollowedRun): ApiStream {
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache, private' };
  return { status: 200, headers, start: (sink) => void follow(run, sink) };
}

async function follow({ stop, timer, state, goesOn }: FollowedRun, sink: ByteSink): Promise<void> {
  let last = '';
  for (;;) {
    const isLast = stop.stopped || !goesOn();
    const text = JSON.stringify(state());
    if (text !== undefined && text !== last && !sink.write(`${text}\n`)) await sink.drained();
    last = text;
    if (isLast) break;
    await new Promise<void>((resolve) => timer.set(PERIOD_MS, resolve));
  }
  sink.end();
}
