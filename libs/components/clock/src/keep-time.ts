import type { Bus, ControlChannel, Subjects } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import type { ComponentContext, Running } from '@klockwork/controller-runtime';
import type { Activity, ClockSetting, DrivenClock, HostTimer, Logger, Random } from '@klockwork/kernel';
import { type ClockCoordinator, createClockCoordinator } from '@klockwork/lockstep';
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
export interface TimeBeginning {
  /** Process name in lists of timers. */
  readonly name: string;
  readonly setting: ClockSetting;
  readonly initial?: InitialClock;
}

/** Time-keeping of a lab in this process. */
export interface TimeKeeper {
  /** Coordinator, which processes can join at once. */
  readonly coordinator: ClockCoordinator;
  /** Resolves when the component obeys the Clock object. This needs an api-server, which itself needs a coordinator. */
  readonly obeying: Promise<Running>;
}

/** Starts the coordinator for all processes, and the component that obeys the Clock object. */
export function keepTime(ports: TimePorts, { name, setting, initial }: TimeBeginning): TimeKeeper {
  const { bus, channel, subjects, clock, activity, random, logger, host } = ports;
  const heads = new LogHeads({ bus, subjects });
  const coordinator = createClockCoordinator({
    ...{ name, channel, subjects: subjects.clock, clock, activity, host, logger, setting },
    random: random.fork('coordinator'),
    sent: () => bus.activity().sent,
    // Lost hints are read from the log within the same instant, as in every process.
    onHeads: (known) => heads.tell(known),
  });
  const obeying = startClock(contextOf(ports, heads), { coordinator, bus, subjects, host, ...(initial !== undefined && { initial }) });
  return { coordinator, obeying };
}

function contextOf({ bus, subjects, clock, activity, random, logger }: TimePorts, heads: LogHeads): ComponentContext {
  const api = { bus, subjects, clock, servers: new ServerStarts({ bus, subjects, activity }), heads };
  return {
    ...{ clock, activity, random, logger },
    api: (actor) => new BusClusterApi({ ...api, random: random.fork(`api ${actor.userAgent}`), actor }),
  };
}
