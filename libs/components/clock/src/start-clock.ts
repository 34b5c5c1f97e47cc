import type { ClusterApi } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { ApiError, type HostTimer, StoppedError, type StopSignal } from '@klockwork/kernel';
import type { ClockCoordinator } from '@klockwork/lockstep';
import { LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';
import type { ClockReports } from './clock-reports.ts';
import { LabClockComponent } from './lab-clock-component.ts';

const ACTOR = { user: 'system:klockwork:clock', userAgent: 'klockwork-clock' };
/** Host time between two attempts to reach a missing api-server. */
const RETRY_MS = 100;

/** Options of the component beside its context. */
export interface ClockOptions {
  readonly coordinator: ClockCoordinator;
  /** Reports that include the progress of a running advance. */
  readonly reports?: ClockReports;
  /** Timer for retries in host time: lab time may stand still meanwhile. */
  readonly host: HostTimer;
  readonly initial?: InitialClock;
  /** Ends the component, also while it still waits for an api-server. */
  readonly stop: StopSignal;
}

/**
 * Initial requests of the Clock, which replace those of the previous run; an unfinished advance ends. `ofNew`: applies only to a Clock
 * without changes by people, so that a restarted process keeps later requests.
 */
export interface InitialClock {
  readonly rate: number;
  readonly paused: boolean;
  readonly ofNew?: true;
}

/**
 * Starts the component that obeys the lab's Clock. Resolves when the Clock is obeyed, which needs an api-server; until then the
 * coordinator keeps its setting. Rejects with StoppedError at a stop before that.
 */
export async function startClock(context: ComponentContext, options: ClockOptions): Promise<void> {
  const { coordinator, host, initial, stop } = options;
  const { clock, logger } = context;
  const api = context.api(ACTOR);
  if (initial !== undefined) await enforce(api, options, initial);
  const component = new LabClockComponent({ coordinator, api, clock, host, random: context.random.fork('clock'), logger });
  stop.onStop(() => component.stop());
  options.reports?.follow(() => component.runner.progress());
  await Promise.race([component.synced, stopped(stop)]);
}

type RetryPorts = Pick<ClockOptions, 'host' | 'stop'>;

async function enforce(api: ClusterApi, { host, stop }: RetryPorts, { rate, paused, ofNew }: InitialClock): Promise<void> {
  const spec = { rate, paused, advance: '0s' };
  const cause = { trigger: 'boot', name: ACTOR.userAgent } as const;
  for (;;) {
    try {
      if (ofNew && (await isChanged(api))) return;
      await api.patch(resources.clocks, { name: LAB_CLOCK }, { type: 'merge', body: { spec } }, { cause });
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await retryTime(host, stop);
    }
  }
}

/** Resolves after RETRY_MS of host time. Rejects with StoppedError at a stop. */
function retryTime(host: HostTimer, stop: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = host.set(RETRY_MS, () => {
      release();
      resolve();
    });
    const release = stop.onStop(() => {
      cancel();
      reject(new StoppedError());
    });
  });
}

/** Rejects with StoppedError at a stop. */
function stopped(stop: StopSignal): Promise<never> {
  return new Promise((_, reject) => stop.onStop(() => reject(new StoppedError())));
}

async function isChanged(api: ClusterApi): Promise<boolean> {
  const { metadata, status } = await api.get<LabClock>(resources.clocks, { name: LAB_CLOCK });
  return metadata?.generation !== 1 || status?.advance !== undefined;
}
