import { type Bus, FaultyBus, type Subjects, subjectsOf } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { hostActivity, hostRandom, nodeTimer, pinoLogger, RealTimeClock } from '@klockwork/host';
import type { Activity, DrivenClock, Logger, Random, Release } from '@klockwork/kernel';
import { type ClockMember, createClockMember } from '@klockwork/lockstep';
import { NatsBus } from '@klockwork/nats-bus';
import { bootHold } from './boot-hold.ts';
import { CountedHostTimer } from './counted-host-timer.ts';
import type { LabConfig } from './lab-config.ts';
import type { LogPosition } from './log-position.ts';
import { watchQuiet } from './quiet-check.ts';

/** Initial setting at the least lab time: time never moves backwards after the welcome. */
const UNWELCOMED = { type: 'lockstep', labAt: 0 } as const;
/** The client's own ping timer: the one host timer that is not ours. */
const CLIENT_TIMERS = 1;

/** Context of components, with the connection that faults affect. */
export type PlatformContext = ComponentContext & { readonly bus: FaultyBus };

/** Ports of a process that joined the clock, and its one bus connection. Also its own injection token. */
export class Platform {
  readonly config: LabConfig;
  readonly clock: DrivenClock;
  readonly activity: Activity;
  readonly random: Random;
  readonly logger: Logger;
  readonly bus: NatsBus;
  readonly subjects: Subjects;
  /** Context of components. */
  readonly context: PlatformContext;
  /** Ends the boot hold, during which lab time waits for this process. */
  readonly endBoot: Release;
  readonly #member: ClockMember;

  /** Made by {@link openPlatform}. */
  constructor(parts: Omit<Platform, 'close'> & { readonly member: ClockMember }) {
    this.config = parts.config;
    this.clock = parts.clock;
    this.activity = parts.activity;
    this.random = parts.random;
    this.logger = parts.logger;
    this.bus = parts.bus;
    this.subjects = parts.subjects;
    this.context = parts.context;
    this.endBoot = parts.endBoot;
    this.#member = parts.member;
  }

  /** Leaves the lab's clock and the bus. Comes last. */
  async close(): Promise<void> {
    this.#member.leave();
    await this.bus.close();
  }
}

/**
 * Connects to the bus and joins the clock, without time limit. Nothing runs before lab time is known. Only the log's writer passes `log`.
 * Rejects for invalid credentials.
 */
export async function openPlatform(config: LabConfig, log?: LogPosition): Promise<Platform> {
  const host = new CountedHostTimer(nodeTimer);
  const [activity, random, logger] = [hostActivity(), hostRandom(), pinoLogger(config.service, config.logLevel)];
  const endBoot = bootHold({ activity, host, logger });
  const clock = new RealTimeClock({ activity, host, setting: UNWELCOMED });
  const subjects = subjectsOf(config.cluster);
  const bus = await NatsBus.connect({ name: config.service, ...config.nats, clock, activity, logger });
  const faulty = new FaultyBus(bus, clock);
  const heads = { components: new LogHeads({ bus: faulty, subjects }), faults: new LogHeads({ bus, subjects }) };
  const ofAll = { config, clock, activity, random, logger, bus, subjects };
  const member = memberOf({ ...ofAll, host, heads }, log);
  await member.start();
  const knownTimers = () => (bus.connected ? CLIENT_TIMERS + host.pending : undefined);
  if (config.assertQuiet) watchQuiet({ activity, logger, knownTimers, onWork: () => process.exit(1) });
  return new Platform({ ...ofAll, context: contextOf({ ...ofAll, host, heads }, faulty), endBoot, member });
}

type Ports = Pick<Platform, 'config' | 'clock' | 'activity' | 'random' | 'logger' | 'bus' | 'subjects'> & {
  readonly host: CountedHostTimer;
  /** Heads of the log for components, and for the actor of faults. */
  readonly heads: { readonly components: LogHeads; readonly faults: LogHeads };
};

function memberOf(
  { config, bus, subjects, clock, activity, host, logger, random, heads }: Ports,
  log: LogPosition | undefined,
): ClockMember {
  return createClockMember({
    name: config.service,
    incarnation: `${config.service}:${random.uuid()}`,
    channel: bus.control,
    subjects: subjects.clock,
    ...{ clock, activity, host, logger },
    sent: () => bus.activity().sent,
    onHeads(known) {
      heads.components.tell(known);
      heads.faults.tell(known);
    },
    ...(log !== undefined && { notBefore: log.notBefore, heads: () => log.heads() }),
  });
}

function contextOf({ clock, activity, host, random, logger, bus, subjects, heads }: Ports, faulty: FaultyBus): PlatformContext {
  // Forked per actor: two actors must not draw equal request ids, because equal ids mark retries.
  const apiOf = (connection: Bus, headsOf: LogHeads): ComponentContext['api'] => {
    const servers = new ServerStarts({ bus: connection, subjects, activity, host });
    const shared = { bus: connection, subjects, clock, servers, heads: headsOf };
    return (actor) => new BusClusterApi({ ...shared, random: random.fork(`api ${actor.user} ${actor.userAgent}`), actor });
  };
  const connection = { bus: faulty, subjects, api: apiOf(bus, heads.faults) };
  return { clock, activity, random, logger, bus: faulty, connection, api: apiOf(faulty, heads.components) };
}
