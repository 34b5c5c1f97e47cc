import type { StoredEvent } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import { type LabTime, SeededRandom } from '@klockwork/kernel';
import type { HostPorts } from './host-ports.ts';
import { HOST_LIMIT_MS, pass } from './lab-time.ts';
import { LogSnapshot } from './log-snapshot.ts';
import type { ClusterOptions } from './public.ts';
import { SimulatedTestCluster } from './test-cluster.ts';
import { World } from './world.ts';

/** Lab time between the start of the nodes and the begin of a test, in ms: they register, and become Ready. */
const NODES_MS = 10_000;
/** Lab time in which the services of a new cluster create its first objects, in ms. */
const SERVICES_MS = 10_000;
/** The first objects of all clusters are alike: tests share them. */
const FIRST_OBJECTS_SEED = 1;
/** The Clock object says what is: lab time stands until a test lets it pass. */
const STANDING = { rate: 1, paused: true } as const;

/** Options of a start, for packages of this repository. */
export interface StartOptions extends ClusterOptions {
  /**
   * False: lab time does not follow the Clock object, whose reports of host time would make equal runs differ in their logs. Default true.
   */
  readonly obeysClock?: boolean;
  /** Returns what clients over HTTPS see of the API; default: all of it. Requests of the caller itself do not pass it. */
  readonly view?: (api: HttpApi) => HttpApi;
}

/** Starts clusters in this process. Their first objects are created once, and shared by all clusters of one instant. */
export class TestClusters {
  readonly #host: HostPorts;
  readonly #firstEvents = new Map<LabTime, Promise<readonly StoredEvent[]>>();

  constructor(host: HostPorts) {
    this.#host = host;
  }

  /** Starts a cluster. Resolves when its nodes are Ready; lab time then stands at the requested instant. */
  async start(options: StartOptions = {}): Promise<SimulatedTestCluster> {
    const { nodes = 1, seed = 1, at = '2026-01-01T00:00:00Z', latency = 'fast', obeysClock = true, view = (api: HttpApi) => api } = options;
    const [host, instant, names] = [this.#host, new Date(at).getTime(), nodeNames(nodes)];
    if (Number.isNaN(instant)) throw new Error(`"${at}" is no instant such as 2026-01-01T00:00:00Z`);
    const random = new SeededRandom(seed);
    const source = {
      ...{ host, seed, view },
      async start({ events, time, nodes: resumedNodes }: LogSnapshot, life: string): Promise<World> {
        const start = { random: random.fork(life), events, resumed: resumedNodes, at: time.getTime() };
        const world = await World.start({ host, nodes: names, profile: latency, ...start });
        if (obeysClock) void world.obeyClock();
        return world;
      },
    };
    const begin = instant - NODES_MS;
    const events = await this.#eventsBefore(begin);
    const first = new LogSnapshot({ events, revision: events.at(-1)?.revision ?? 0, time: new Date(begin), nodes: [] });
    const world = await source.start(first, 'first');
    await pass(world, host, { until: instant, stopAt: 'bound' }, HOST_LIMIT_MS);
    if (world.broken !== undefined) throw world.broken;
    if (!world.areNodesReady()) throw new Error(`the nodes are not Ready after ${NODES_MS / 1_000} s of lab time`);
    return new SimulatedTestCluster(source, world, 'first');
  }

  /** Returns the log of a new cluster without nodes, at an instant. */
  #eventsBefore(instant: LabTime): Promise<readonly StoredEvent[]> {
    const events = this.#firstEvents.get(instant) ?? this.#createFirstObjects(instant);
    this.#firstEvents.set(instant, events);
    return events;
  }

  async #createFirstObjects(instant: LabTime): Promise<readonly StoredEvent[]> {
    const [host, at] = [this.#host, instant - SERVICES_MS];
    const random = new SeededRandom(FIRST_OBJECTS_SEED);
    const world = await World.start({ host, random, nodes: [], profile: 'fast', events: [], at });
    await pass(world, host, { until: instant, stopAt: 'bound' }, HOST_LIMIT_MS);
    await world.obeyClock(STANDING);
    await world.rest(HOST_LIMIT_MS);
    world.end();
    if (world.broken !== undefined) throw world.broken;
    return world.events;
  }
}

function nodeNames(nodes: number | readonly string[]): readonly string[] {
  if (typeof nodes !== 'number') return nodes;
  return Array.from({ length: nodes }, (_, index) => `node-${index + 1}`);
}
