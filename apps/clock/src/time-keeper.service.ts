import { subjectsOf } from '@klockwork/bus';
import { keepTime, type TimeKeeper } from '@klockwork/clock';
import { hostActivity, hostRandom, nodeTimer, pinoLogger, RealTimeClock } from '@klockwork/host';
import { NatsBus } from '@klockwork/nats-bus';
import { BUS, type LabConfig } from '@klockwork/nest-platform';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import type { ClockConfig } from './clock-config.ts';

/** Injection token of a BeginTime. */
const BEGIN_TIME = Symbol('BeginTime');

/** The connection of this process, and what is kept over it. */
interface KeptTime {
  readonly bus: NatsBus;
  readonly keeper: TimeKeeper;
}

/** Where the bus is before anything is told over it, and the lab's time. No member of the lab's clock: this process moves it. */
export function timeProviders(lab: LabConfig, config: ClockConfig): Provider[] {
  return [
    { provide: BEGIN_TIME, useFactory: () => beginTime(lab, config) },
    { provide: BUS, useFactory: ({ bus }: KeptTime) => bus, inject: [BEGIN_TIME] },
  ];
}

/** Resolves when the bus is reached and processes can join. Members tell where the log has come to; the lab is never behind that. */
async function beginTime({ service, cluster, nats, logLevel }: LabConfig, { rate, behindMs }: ClockConfig): Promise<KeptTime> {
  const [activity, logger, subjects] = [hostActivity(), pinoLogger(service, logLevel), subjectsOf(cluster)];
  const hostAt = nodeTimer.now();
  // Time that stood still before the Clock object was read would never bring the next attempt to read it.
  const setting = { mode: 'scaled', hostAt, labAt: Math.floor(hostAt - behindMs), rate: rate ?? 1 } as const;
  const clock = new RealTimeClock({ activity, setting });
  const bus = await NatsBus.connect({ name: service, ...nats, clock, activity, logger });
  const ports = { bus, channel: bus.control, subjects, clock, activity, logger, random: hostRandom(), host: nodeTimer };
  return {
    bus,
    keeper: keepTime(ports, { name: service, setting, ...(rate !== undefined && { initial: { rate, paused: false, ofNew: true } }) }),
  };
}

/** Ties the lab's time to this process. It is ready when others can join; the Clock object is obeyed as soon as an api-server is there. */
@Injectable()
export class TimeKeeperService implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #time: KeptTime;

  constructor(@Inject(BEGIN_TIME) time: KeptTime) {
    this.#time = time;
  }

  beforeApplicationShutdown(): void {
    this.#time.keeper.disobey();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#time.keeper.coordinator.stop();
    await this.#time.bus.close();
  }
}
