import { type Bus, type Subjects, subjectsOf } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { hostActivity, hostRandom, nodeTimer, pinoLogger, RealTimeClock } from '@klockwork/host';
import type { Activity, DrivenClock, HostTimer, Logger, Random } from '@klockwork/kernel';
import { type ClockMember, createClockMember } from '@klockwork/lockstep';
import { NatsBus } from '@klockwork/nats-bus';
import { bootHold } from './boot-hold.ts';
import { CountedHostTimer } from './counted-host-timer.ts';
import type { LabConfig } from './lab-config.ts';
import type { LogPosition } from './log-position.ts';
import {
  ACTIVITY,
  BOOT_HOLD,
  BUS,
  CLOCK,
  CLOCK_MEMBER,
  COMPONENT_CONTEXT,
  CONNECTION,
  HOST_TIMER,
  LAB_CONFIG,
  LOG_HEADS,
  LOG_POSITION,
  LOGGER,
  OWN_CLOCK,
  RANDOM,
  SUBJECTS,
} from './tokens.ts';

/** Before the welcome nobody knows the lab's time: the clock stands at its beginning, so that it never has to go back. */
const unwelcomed = { mode: 'lockstep', labAt: 0 } as const;

const ofTheHost = [
  { provide: HOST_TIMER, useFactory: () => new CountedHostTimer(nodeTimer) },
  { provide: ACTIVITY, useFactory: hostActivity },
  { provide: RANDOM, useFactory: () => hostRandom() },
  { provide: LOGGER, useFactory: (config: LabConfig) => pinoLogger(config.service, config.logLevel), inject: [LAB_CONFIG] },
  {
    provide: BOOT_HOLD,
    useFactory: (activity: Activity, host: HostTimer, logger: Logger) => bootHold({ activity, host, logger }),
    inject: [ACTIVITY, HOST_TIMER, LOGGER],
  },
  {
    provide: OWN_CLOCK,
    useFactory: (activity: Activity, host: HostTimer) => new RealTimeClock({ activity, host, setting: unwelcomed }),
    inject: [ACTIVITY, HOST_TIMER],
  },
];

const ofTheConnection = [
  { provide: SUBJECTS, useFactory: (config: LabConfig) => subjectsOf(config.cluster), inject: [LAB_CONFIG] },
  {
    provide: CONNECTION,
    useFactory: (config: LabConfig, clock: DrivenClock, activity: Activity, logger: Logger) =>
      NatsBus.connect({ name: config.service, ...config.nats, clock, activity, logger }),
    inject: [LAB_CONFIG, OWN_CLOCK, ACTIVITY, LOGGER, BOOT_HOLD],
  },
  {
    provide: LOG_HEADS,
    useFactory: (bus: Bus, subjects: Subjects) => new LogHeads({ bus, subjects }),
    inject: [CONNECTION, SUBJECTS],
  },
  {
    provide: CLOCK_MEMBER,
    useFactory: welcomedMember,
    inject: [LAB_CONFIG, CONNECTION, SUBJECTS, OWN_CLOCK, ACTIVITY, HOST_TIMER, LOGGER, RANDOM, LOG_HEADS, LOG_POSITION],
  },
];

const onceWelcomed = [
  { provide: CLOCK, useFactory: (clock: DrivenClock) => clock, inject: [OWN_CLOCK, CLOCK_MEMBER] },
  { provide: BUS, useFactory: (connection: NatsBus) => connection, inject: [CONNECTION, CLOCK_MEMBER] },
  {
    provide: COMPONENT_CONTEXT,
    useFactory: componentContext,
    inject: [CLOCK, ACTIVITY, HOST_TIMER, RANDOM, LOGGER, BUS, SUBJECTS, LOG_HEADS],
  },
];

/** The ports of one process, by their adapters. Lab time is known to whoever gets a clock or a bus. */
export const providers = [...ofTheHost, ...ofTheConnection, ...onceWelcomed];

async function welcomedMember(
  config: LabConfig,
  connection: NatsBus,
  { clock: subjects }: Subjects,
  clock: DrivenClock,
  activity: Activity,
  host: HostTimer,
  logger: Logger,
  random: Random,
  heads: LogHeads,
  log: LogPosition | null,
): Promise<ClockMember> {
  const member = createClockMember({
    ...{
      name: config.service,
      incarnation: `${config.service}:${random.uuid()}`,
      channel: connection.control,
      subjects,
      clock,
      activity,
      host,
      logger,
    },
    sent: () => connection.activity().sent,
    onHeads: (told) => heads.tell(told),
    ...(log !== null && { notBefore: log.notBefore, heads: () => log.heads() }),
  });
  await member.start();
  return member;
}

function componentContext(
  clock: DrivenClock,
  activity: Activity,
  host: HostTimer,
  random: Random,
  logger: Logger,
  bus: Bus,
  subjects: Subjects,
  heads: LogHeads,
): ComponentContext {
  const servers = new ServerStarts({ bus, subjects, activity, host });
  const api: ComponentContext['api'] = (actor) =>
    // Each actor has chances of its own: what two of them write must not look like one write that is asked for again.
    new BusClusterApi({ bus, subjects, clock, random: random.fork(`api ${actor.user} ${actor.userAgent}`), actor, servers, heads });
  return { clock, activity, random, logger, api };
}
