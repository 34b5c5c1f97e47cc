import { MemoryBusNetwork } from '@klockwork/bus';
import { assembleCluster, type Cluster } from '@klockwork/cluster';
import {
  type EventStore,
  type LogEvent,
  MemoryEventStore,
  RELAY_CHECKPOINT,
  type Revision,
  type StoredEvent,
} from '@klockwork/event-store';
import {
  CountingActivity,
  type LabTime,
  type Logger,
  ManualClock,
  type Random,
  SeededRandom,
  silentLogger,
  type TimerName,
} from '@klockwork/kernel';
import { allInvariants } from './invariants/all-invariants.ts';
import { CacheAudit } from './observation/cache-audit.ts';
import { CountingClock } from './observation/counting-clock.ts';
import { nodesReady } from './observation/nodes-ready.ts';
import { Observer } from './observation/observer.ts';
import { WriteStorm } from './observation/write-storm.ts';
import type { Scenario } from './scenario.ts';
import { scenarioImages } from './scenario-images.ts';
import { Script } from './script.ts';
import { Violation } from './violation.ts';
import { VirtualTime } from './virtual-time.ts';

/** Options of a scenario run. */
export interface RunOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Runs `then` on the host's next turn, after all due callbacks: setImmediate on Node.js. */
  nextTurn(then: () => void): void;
  /** Creates a process's logger; silent by default. `now` returns lab time. */
  logger?(process: string, now: () => LabTime): Logger;
  /** Called for each event once it is committed. */
  onEvent?(event: LogEvent): void;
  /** Called for each set timer, and for each fired one before its consequences. */
  onTimer?(what: 'set' | 'fired', timer: TimerName, at: LabTime): void;
}

/** Result of a run; equal seeds yield equal results on any machine. */
export interface RunResult {
  readonly scenario: string;
  readonly seed: number;
  readonly events: number;
  /** Sorted by type. */
  readonly eventsByType: Readonly<Record<string, number>>;
  /** How many instants lab time stopped at because a timer was due. */
  readonly jumps: number;
  /** Fired timers by name, sorted. */
  readonly fired: Readonly<Record<string, number>>;
  /** How much lab time passed. */
  readonly labMs: number;
  /** Returns the hash over all events: 16 hexadecimal digits. */
  hash(): string;
}

/** When every run begins. */
const LAB_START = Date.UTC(2026, 0, 1);
/** Maximum number of events per run. */
const EVENTS_MAX = 200_000;
/** Maximum lab time per run. */
const LAB_MS_MAX = 24 * 60 * 60_000;
/** No component meets a failure of ours, contained or not; waived by scenarios that bring some about. */
const NO_FAILURE = 'no-failure-is-met';
const NODES_READY_MS_MAX = 60_000;
const AUDIT_PERIOD_MS = 10_000;
const AUDIT_MS_MAX = 120_000;

/** Start of a run: a new cluster, or a copy of another one's log. */
interface Beginning {
  readonly at: LabTime;
  readonly random: Random;
  readonly store: EventStore;
  /** Events of the store. */
  readonly events: readonly StoredEvent[];
  /** Nodes whose pods resume. */
  readonly resumed: readonly string[];
}

/** Runs a scenario on a new cluster. Rejects with {@link Violation} after a broken invariant, or an unreached goal. */
export async function runScenario(options: RunOptions): Promise<RunResult> {
  const { scenario, seed } = options;
  const random = new SeededRandom(seed);
  const run = new Run(options, { at: LAB_START, random, store: new MemoryEventStore(), events: [], resumed: [] });
  await run.play();
  return { scenario: scenario.name, seed, ...run.result() };
}

class Run {
  readonly #options: RunOptions;
  readonly #scenario: Scenario;
  readonly #store: EventStore;
  readonly #random: Random;
  readonly #clock: ManualClock;
  readonly #counting: CountingClock;
  readonly #time: VirtualTime;
  readonly #cluster: Cluster;
  readonly #observer: Observer;
  readonly #storm = new WriteStorm();
  readonly #script: Script;
  readonly #audit: CacheAudit;
  #broken: Violation | undefined;
  #forks = 0;

  constructor(options: RunOptions, { at, random, store, events, resumed }: Beginning) {
    const { scenario, nextTurn, logger, onEvent, onTimer } = options;
    const clock = new ManualClock(at);
    this.#options = options;
    this.#store = store;
    this.#random = random;
    this.#clock = clock;
    this.#counting = new CountingClock(clock, onTimer);
    const activity = new CountingActivity(nextTurn);
    const network = new MemoryBusNetwork({ clock: this.#counting, random: random.fork('network') });
    const cluster = assembleCluster({
      ...{ clock: this.#counting, activity, network, random: random.fork('cluster'), store, nodes: scenario.nodes },
      copy: { revision: events.at(-1)?.revision ?? 0, nodes: resumed },
      profile: 'realistic',
      images: scenarioImages,
      ...(scenario.webhooks && { webhooks: scenario.webhooks }),
      ...(scenario.autoscale && { autoscale: scenario.autoscale }),
      logger: (process) => this.#watched(process, logger?.(process, () => clock.now()) ?? silentLogger),
      broken: (process, error) => {
        this.#broken ??= new Violation('no-process-breaks', `${process}: ${error.stack ?? error.message}`);
      },
    });
    this.#cluster = cluster;
    const waived = new Set(scenario.waives);
    this.#scenario = scenario;
    this.#observer = new Observer(allInvariants.filter(({ name }) => !waived.has(name)));
    for (const event of events) this.#observer.observe(event);
    cluster.onCommitted((event) => {
      onEvent?.(event);
      this.#observer.observe(event);
      this.#storm.observe(event);
    });
    const { api, clock: joined, logger: log } = cluster.join('observer');
    this.#audit = new CacheAudit({ api: api({ user: 'observer', userAgent: 'klockwork-simulation' }), clock: joined, logger: log });
    const turn = () => new Promise<void>((resolve) => nextTurn(resolve));
    const requestsMayWait = scenario.webhooks !== undefined;
    this.#time = new VirtualTime({ clock, activity, turn, check: () => this.#check(), requestsMayWait });
    const time = this.#time;
    this.#script = new Script({
      ...{ cluster, observed: this.#observer.cluster, network, clock, time, random: random.fork('script') },
      events: () => store.readAfter({ after: 0, limit: EVENTS_MAX }),
      fork: (revision, story) => this.#fork(revision, story),
    });
  }

  /** Contained component failures also fail the run. */
  #watched(process: string, logger: Logger): Logger {
    return {
      ...logger,
      error: (fields, message) => {
        logger.error(fields, message);
        if (fields.stack === undefined || this.#scenario.waives?.includes(NO_FAILURE)) return;
        this.#broken ??= new Violation(NO_FAILURE, `${process}: ${message}: ${JSON.stringify(fields)}`);
      },
    };
  }

  /** Plays a story on a copy of the cluster. Lab time of this one stands; an event of it meanwhile is a Violation. */
  async #fork(revision: Revision, story: (fork: Script) => Promise<void>): Promise<void> {
    const { onEvent: _event, onTimer: _timer, ...options } = this.#options;
    const events = (await this.#store.readAfter({ after: 0, limit: EVENTS_MAX })).filter((event) => event.revision <= revision);
    const store = new MemoryEventStore();
    await store.append(events);
    // The processes list what is there: they need no hints of earlier events.
    await store.saveCheckpoint(RELAY_CHECKPOINT, revision);
    this.#forks += 1;
    const random = this.#random.fork(`fork-${this.#forks}`);
    const resumed = this.#cluster.nodes.filter((node) => this.#cluster.isRunning(node));
    const before = this.#observer.hash();
    const fork = new Run(options, { at: events.at(-1)?.at ?? LAB_START, random, store, events, resumed });
    await fork.play(story);
    if (this.#observer.hash() !== before)
      throw new Violation('forks-disturb-nothing', `a fork at revision ${revision} wrote to the first log`);
  }

  /** Plays the scenario, or another story. */
  async play(story = (script: Script) => this.#scenario.run(script)): Promise<void> {
    try {
      await this.#play(story);
    } finally {
      this.#cluster.end();
    }
  }

  async #play(story: (script: Script) => Promise<void>): Promise<void> {
    const { nodes, autoscale } = this.#scenario;
    const first = nodes.slice(0, autoscale?.min);
    await this.#script.waitUntil('all nodes to be Ready', (objects) => nodesReady(objects, first), NODES_READY_MS_MAX);
    await story(this.#script);
    await this.#auditCaches();
  }

  /** Heads of all kinds repeat within a minute, which heals lost hints; a lost request needs its time-out. */
  async #auditCaches(): Promise<void> {
    const until = this.#clock.now() + AUDIT_MS_MAX;
    for (;;) {
      await this.#script.pass(AUDIT_PERIOD_MS);
      const difference = this.#audit.difference(this.#script.objects);
      if (difference === undefined) return;
      if (this.#clock.now() >= until) throw new Violation('caches-equal-the-log', difference);
    }
  }

  result(): Omit<RunResult, 'scenario' | 'seed'> {
    const { events, eventsByType } = this.#observer;
    const { jumps } = this.#time;
    const labMs = this.#clock.now() - LAB_START;
    return { events, eventsByType, jumps, fired: this.#counting.fired, labMs, hash: () => this.#observer.hash() };
  }

  #check(): void {
    const problem = this.#observer.violation ?? this.#broken;
    if (problem !== undefined) throw problem;
    if (this.#storm.problem !== undefined) throw new Violation('time-passes', this.#storm.problem);
    if (this.#observer.events > EVENTS_MAX) throw new Violation('the-cluster-calms-down', `more than ${EVENTS_MAX} events`);
    if (this.#clock.now() - LAB_START > LAB_MS_MAX) throw new Violation('the-run-ends', `more than ${LAB_MS_MAX / 3_600_000} lab hours`);
  }
}
