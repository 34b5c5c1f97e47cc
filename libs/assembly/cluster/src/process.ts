import { type Bus, type BusClock, FaultyBus, type MemoryBusNetwork, type Subjects } from '@klockwork/bus';
import { BusClusterApi, LogHeads, ServerStarts } from '@klockwork/cluster-api';
import type { EventStore } from '@klockwork/event-store';
import { type Activity, type Logger, type Random, silentLogger } from '@klockwork/kernel';
import type { KubeletContext } from '@klockwork/kubelet';
import { ProcessActivity } from './process-activity.ts';
import { ProcessBus } from './process-bus.ts';
import { ProcessClock } from './process-clock.ts';
import { ProcessLifetime } from './process-lifetime.ts';
import { storeOf } from './process-store.ts';

/** Ports shared by all processes of a cluster. */
export interface ClusterPorts {
  readonly clock: BusClock;
  readonly activity: Activity;
  readonly random: Random;
  readonly store: EventStore;
  readonly network: MemoryBusNetwork;
  readonly subjects: Subjects;
  logger(process: string): Logger;
}

/** Simulated process between start and end: its ports end with it. */
export class Process {
  readonly name: string;
  readonly context: KubeletContext;
  readonly store: EventStore;
  readonly #ports: ClusterPorts;
  readonly #life = new ProcessLifetime();

  /** `life` counts the process's starts: chance must not give a process that was started again the same UIDs as before. */
  constructor(name: string, life: number, ports: ClusterPorts) {
    this.name = name;
    this.#ports = ports;
    this.store = storeOf(ports.store, this.#life);
    this.context = this.#contextOf(ports.random.fork(`${name}/${life}`));
  }

  get alive(): boolean {
    return this.#life.alive;
  }

  /** Power loss: nothing is flushed; others notice the lost connection only. */
  kill(): void {
    this.#life.end();
    this.#ports.network.disconnect(this.name);
  }

  #contextOf(random: Random): KubeletContext {
    const { network, subjects, logger } = this.#ports;
    const clock = new ProcessClock(this.#ports.clock, this.#life);
    const activity = new ProcessActivity(this.#ports.activity, this.#life);
    const wire = new ProcessBus(network.connect({ name: this.name, clock, activity }), this.#life);
    const bus = new FaultyBus(wire, clock);
    const apiOf = (connection: Bus): KubeletContext['api'] => {
      const shared = { bus: connection, subjects, clock, servers: new ServerStarts({ bus: connection, subjects, activity }) };
      const heads = new LogHeads({ bus: connection, subjects });
      return (actor) => new BusClusterApi({ ...shared, heads, actor, random: random.fork(`api ${actor.user}`) });
    };
    return {
      clock,
      activity,
      random,
      bus,
      subjects,
      logger: loggerOf(logger(this.name), this.#life),
      api: apiOf(bus),
      connection: { bus, subjects, api: apiOf(wire) },
    };
  }
}

function loggerOf(logger: Logger, life: ProcessLifetime): Logger {
  const current = () => (life.alive ? logger : silentLogger);
  return {
    debug: (fields, message) => current().debug(fields, message),
    info: (fields, message) => current().info(fields, message),
    warn: (fields, message) => current().warn(fields, message),
    error: (fields, message) => current().error(fields, message),
  };
}
