import type { Bus, ControlChannel, Subjects } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import type { ComponentContext, Running } from '@klockwork/controller-runtime';
import type { Activity, ClockSetting, DrivenClock, HostTimer, Logger, Random } from '@klockwork/kernel';
import { type ClockCoordinator, createClockCoordinator } from '@klockwork/lockstep';
import { type InitialClock, startClock } from './start-clock.ts';

/** The ports of the one process that keeps a lab's time. `bus` and `channel` are of one connection. */
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

/** How the lab's time begins, and what its Clock object is set to; without `initial` the object stays as it was. */
export interface TimeBeginning {
  /** What this process is called among those that have timers. */
  readonly name: string;
  readonly setting: ClockSetting;
  readonly initial?: InitialClock;
}

/** A lab's time, kept by this process. */
export interface TimeKeeper {
  /** Processes can join from the start on. */
  readonly coordinator: ClockCoordinator;
  /** Resolves when the Clock object is obeyed: that takes an api-server, which takes a coordinator. */
  readonly obeying: Promise<Running>;
}

/** Keeps a lab's time: the coordinator that all processes follow, and the component that obeys the Clock object. */
export function keepTime(ports: TimePorts, { name, setting, initial }: TimeBeginning): TimeKeeper {
  const { bus, channel, subjects, clock, activity, random, logger, host } = ports;
  const heads = new LogHeads({ bus, subjects });
  const coordinator = createClockCoordinator({
    ...{ name, channel, subjects: subjects.clock, clock, activity, host, logger, setting },
    random: random.fork('coordinator'),
    sent: () => bus.activity().sent,
    // A hint that was lost on its way here is read from the log within the same instant, as in every other process.
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
