import type { Bus, Subjects } from '@klockwork/bus';
import type { ClusterApi } from '@klockwork/cluster-api';
import type { ComponentContext, Running } from '@klockwork/controller-runtime';
import { ApiError, type HostTimer } from '@klockwork/kernel';
import type { ClockCoordinator } from '@klockwork/lockstep';
import { LAB_CLOCK, type LabClock, resources } from '@klockwork/resources';
import { answerAsks } from './answer-asks.ts';
import { LabClockComponent } from './lab-clock-component.ts';

const ACTOR = { user: 'system:klockwork:clock', userAgent: 'klockwork-clock' };
/** Host time between two attempts to reach a missing api-server. */
const RETRY_MS = 100;

/** Options of the component beside its context. */
export interface ClockOptions {
  readonly coordinator: ClockCoordinator;
  readonly bus: Bus;
  readonly subjects: Subjects;
  /** Timer for retries in host time: lab time may stand still meanwhile. */
  readonly host: HostTimer;
  readonly initial?: InitialClock;
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
 * Starts the component that obeys the lab's Clock. Requests for a ClockReport are answered at once. Resolves when the Clock is obeyed, which
 * needs an api-server; until then the coordinator keeps its setting.
 */
export async function startClock(context: ComponentContext, options: ClockOptions): Promise<Running> {
  const { coordinator, host, initial } = options;
  const { clock, logger } = context;
  const api = context.api(ACTOR);
  const asked: { component?: LabClockComponent } = {};
  const answering = answerAsks(options, () => asked.component?.winder.progress());
  if (initial !== undefined) await enforce(api, host, initial);
  const component = new LabClockComponent({ coordinator, api, clock, host, random: context.random.fork('clock'), logger });
  asked.component = component;
  await component.obeyed;
  return {
    async stop() {
      answering.stop();
      component.stop();
    },
  };
}

async function enforce(api: ClusterApi, host: HostTimer, { rate, paused, ofNew }: InitialClock): Promise<void> {
  const spec = { rate, paused, advance: '0s' };
  const cause = { trigger: 'boot', name: ACTOR.userAgent } as const;
  for (;;) {
    try {
      if (ofNew && (await isChanged(api))) return;
      await api.patch(resources.clocks, { name: LAB_CLOCK }, { type: 'merge', body: { spec } }, { cause });
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      await new Promise<void>((resolve) => host.set(RETRY_MS, resolve));
    }
  }
}

async function isChanged(api: ClusterApi): Promise<boolean> {
  const { metadata, status } = await api.get<LabClock>(resources.clocks, { name: LAB_CLOCK });
  return metadata?.generation !== 1 || status?.advance !== undefined;
}
