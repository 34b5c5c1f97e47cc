import { type ServiceAnswer, ServiceClient } from '@klockwork/container-runtime';
import { type DrillLoad, durationOf, TrafficLog } from '@klockwork/drills';
import { Informers } from '@klockwork/informers';
import { type LabTime, logFailure, StoppedError, StopSource } from '@klockwork/kernel';
import { clusterNetwork, type KubeletContext } from '@klockwork/kubelet';

const USER = 'system:kube-proxy';
const SECOND_MS = 1_000;

/** Load of a drill with its requests. */
export interface RunningLoad {
  readonly load: DrillLoad;
  readonly log: TrafficLog;
}

/** Options of a {@link LoadGenerator}. */
export interface LoadGeneratorOptions {
  readonly loads: readonly DrillLoad[];
  /** Process in the cluster's network. */
  readonly context: KubeletContext;
  /** Called after each ended request. */
  onRequest(): void;
}

/** Clients that ask Services at a rate of lab time, from a machine of their own in the pod network. */
export class LoadGenerator {
  readonly loads: readonly RunningLoad[];
  readonly #options: LoadGeneratorOptions;
  readonly #informers: Informers;
  readonly #client: ServiceClient;
  readonly #stop = new StopSource();

  constructor(options: LoadGeneratorOptions) {
    const { context, loads } = options;
    const { clock, logger } = context;
    this.#options = options;
    this.loads = loads.map((load) => ({ load, log: new TrafficLog() }));
    this.#informers = new Informers({ api: context.api({ user: USER, userAgent: 'klockwork-load' }), clock, logger });
    this.#client = new ServiceClient('load', context, clusterNetwork(this.#informers));
  }

  /** Begins all loads once the Services of the cluster are known. */
  async start(): Promise<void> {
    await this.#informers.start();
    for (const running of this.loads) this.#run(running, this.#options.context.clock.now());
  }

  /** Ends all loads; open requests are given up. */
  stop(): void {
    this.#stop.stop();
    this.#informers.stop();
  }

  /** Sends the request of an instant, and plans the next one by the rate. */
  #run(running: RunningLoad, dueAt: LabTime): void {
    if (this.#stop.stopped) return;
    const { clock, logger } = this.#options.context;
    const { load } = running;
    this.#send(running).catch((error: unknown) => {
      if (!(error instanceof StoppedError)) logFailure(logger, { load: load.name }, error);
    });
    const nextAt = dueAt + SECOND_MS / load.ratePerSecond;
    clock.at(Math.round(nextAt), { name: 'load-request', object: `loads/${load.name}` }, () => this.#run(running, nextAt));
  }

  async #send({ load, log }: RunningLoad): Promise<void> {
    const { clock } = this.#options.context;
    const sentAt = clock.now();
    const stop = StopSource.under(this.#stop);
    const cancel = clock.after(durationOf(load.timeout), { name: 'load-timeout', object: `loads/${load.name}` }, () => stop.stop());
    try {
      const failure = await this.#failureOf(load, stop);
      if (this.#stop.stopped) return;
      log.add({ sentAt, endedAt: clock.now(), ...(failure !== undefined && { failure }) });
      this.#options.onRequest();
    } finally {
      cancel();
      stop.stop();
    }
  }

  async #failureOf({ service, namespace, port, path }: DrillLoad, stop: StopSource): Promise<string | undefined> {
    try {
      return failureText(await this.#client.get({ host: `${service}.${namespace}`, port, path }, stop));
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
      return 'timeout';
    }
  }
}

const OK_MIN = 200;
const ERROR_MIN = 400;

function failureText(answer: ServiceAnswer): string | undefined {
  switch (answer.type) {
    case 'http':
      return answer.status >= OK_MIN && answer.status < ERROR_MIN ? undefined : `HTTP ${answer.status}`;
    case 'accepted':
      return 'broken connection';
    case 'no-address':
      return 'no such host';
    case 'grpc':
      return 'not HTTP';
    default:
      return answer.type;
  }
}
