import type { Bus, ControlChannel, Subjects } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import {
  type Activity,
  type ClockSetting,
  type DrivenClock,
  type HostTimer,
  type Logger,
  type Random,
  StoppedError,
  StopSource,
} from '@klockwork/kernel';
import { type ClockCoordinator, createClockCoordinator } from '@klockwork/lockstep';
import { ClockReports } from './clock-reports.ts';
import { type InitialClock, startClock } from './start-clock.ts';

/** Ports of the time-keeping process. `bus` and `channel` belong to one connection. */
export interface TimePorts {
  readonly bus: Bus;
  readonly channel: ControlChannel;
  readonly subjects: Subjects;
  readonly clock: DrivenClock;
  readonly activity: Activity;
  readonly random: Random;
  readonly logger: Logger;
  readonly host: HostTimer;
}

/** Initial time setting and initial Clock; without `initial` the stored object stays unchanged. */
export interface TimeOptions {
  /** Process name in lists of timers. */
  readonly name: string;
  readonly setting: ClockSetting;
  readonly initial?: InitialClock;
}

/** Time-keeping of a lab in this process. */
export interface TimeKeeper {
  /** Coordinator, which processes can join at once. */
  readonly coordinator: ClockCoordinator;
  /** Ends the component that obeys the Clock object, or its wait for an api-server. Processes still follow the coordinator. */
  stopComponent(): void;
  /** Reports for requests over the bus. */
  readonly reports: ClockReports;
  /** Context for further components of this process. */
  readonly context: ComponentContext;
}

/** Starts the coordinator for all processes, and the component that obeys the Clock object. */
export function startTimeKeeper(ports: TimePorts, { name, setting, initial }: TimeOptions): TimeKeeper {
  const { bus, channel, subjects, clock, activity, random, logger, host } = ports;
  const heads = new LogHeads({ bus, subjects });
  const coordinator = createClockCoordinator({
    ...{ name, channel, subjects: subjects.clock, clock, activity, host, logger, setting },
    random: random.fork('coordinator'),
    sent: () => bus.activity().sent,
    // Lost hints are read from the log within the same instant, as in every process.
    onHeads: (known) => heads.tell(known),
  });
  const [stop, reports] = [new StopSource(), new ClockReports(coordinator, host)];
  const options = { coordinator, reports, host, stop, ...(initial !== undefined && { initial }) };
  // Resolves once an api-server is up, which itself needs a coordinator.
  const context = contextOf(ports, heads);
  startClock(context, options).catch((error: unknown) => {
    if (!(error instanceof StoppedError)) throw error;
  });
  return { coordinator, stopComponent: () => stop.stop(), reports, context };
}

function contextOf({ bus, subjects, clock, activity, random, logger, host }: TimePorts, heads: LogHeads): ComponentContext {
  // Time-outs in lab time would never end a request of the process that is to move lab time again.
  const api = { bus, subjects, clock, host, servers: new ServerStarts({ bus, subjects, activity }), heads };
  return {
    ...{ clock, activity, random, logger },
    api: (actor) => new BusClusterApi({ ...api, random: random.fork(`api ${actor.userAgent}`), actor }),
  };
}
