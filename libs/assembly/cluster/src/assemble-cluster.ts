import { type BusClock, type MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import type { ClusterApi } from '@klockwork/cluster-api';
import type { LatencyProfile, SimulatedRuntimeOptions } from '@klockwork/container-runtime';
import type { EventStore, Revision, StoredEvent } from '@klockwork/event-store';
import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, HttpApi } from '@klockwork/http-api';
import type { ImageDescription } from '@klockwork/images';
import { type Activity, assert, type Cancel, type Logger, type Random } from '@klockwork/kernel';
import type { KubeletContext } from '@klockwork/kubelet';
import { type NodeGroupSize, seededTokenSigner, type TokenSigner } from '@klockwork/resources';
import { type Cluster, SERVICES } from './cluster.ts';
import { startClusterLauncher } from './cluster-launcher.ts';
import type { DescribedWebhook } from './described-webhooks.ts';
import { MemoryManifests } from './memory-manifests.ts';
import { MemoryStartNotes } from './memory-start-notes.ts';
import { ObservedEventStore } from './observed-event-store.ts';
import { type ClusterPorts, Process } from './process.ts';
import { type Component, startComponent } from './start-process.ts';

/** Dependencies of a cluster. */
export interface ClusterOptions extends Pick<SimulatedRuntimeOptions, 'programOf'> {
  /** Clock of all simulated processes. */
  readonly clock: BusClock;
  readonly activity: Activity;
  readonly random: Random;
  /** Outlives every process. */
  readonly store: EventStore;
  readonly network: MemoryBusNetwork;
  readonly nodes: readonly string[];
  readonly profile: LatencyProfile;
  /** Described images; default: whole catalogue. */
  readonly images?: readonly ImageDescription[];
  /** Webhooks described as data; calls of others fail. */
  readonly webhooks?: readonly DescribedWebhook[];
  /** Limits of the group of nodes; default: no cluster autoscaler. Nodes above the minimum start with their Node object. */
  readonly autoscale?: NodeGroupSize;
  /** Last revision of the cluster that this one is a copy of, with the nodes that ran: their pods resume. */
  readonly copy?: { readonly revision: Revision; readonly nodes: readonly string[] };
  /** The process log of each process. */
  logger(process: string): Logger;
  /** Reports a process that ended by its own error (failed log, failed start), and was killed. */
  broken(process: string, error: Error): void;
}

/** Makes a cluster and begins all its processes. They work after some lab time: a node when its Node is Ready. */
export function assembleCluster(options: ClusterOptions): Cluster {
  const cluster = prepareCluster(options);
  const dormant = options.autoscale === undefined ? [] : options.nodes.slice(options.autoscale.min);
  for (const name of cluster.processes) if (!dormant.includes(name)) cluster.start(name);
  return cluster;
}

/** Makes a cluster without any running process. */
export function prepareCluster(options: ClusterOptions): Cluster {
  return new AssembledCluster(options);
}

/** Started process, with its component once ready. */
interface StartedProcess {
  readonly process: Process;
  component: Component | undefined;
}

class AssembledCluster implements Cluster {
  readonly nodes: readonly string[];
  readonly processes: readonly string[];
  readonly api: ClusterApi;
  readonly http: HttpApi;
  readonly #options: ClusterOptions;
  readonly #store: ObservedEventStore;
  readonly #ports: ClusterPorts;
  readonly #manifests = new MemoryManifests();
  readonly #startNotes = new MemoryStartNotes();
  readonly #signer: TokenSigner;
  readonly #running = new Map<string, StartedProcess>();
  readonly #starts = new Map<string, number>();
  readonly #joined: Process[] = [];

  constructor(options: ClusterOptions) {
    this.nodes = options.nodes;
    this.processes = [...SERVICES, ...options.nodes];
    this.#options = options;
    this.#signer = seededTokenSigner(options.random.fork('token signer'));
    this.#store = new ObservedEventStore(options.store);
    this.#ports = { ...options, logger: (process) => options.logger(process), store: this.#store, subjects: subjectsOf('lab') };
    this.http = { handle: (request) => this.#handle(request) };
    this.api = this.join('kubernetes-admin').api({ user: 'kubernetes-admin', userAgent: 'klockwork' });
    startClusterLauncher(this, this.join('launcher'), options.autoscale);
  }

  onCommitted(listener: (event: StoredEvent) => void): Cancel {
    return this.#store.onAppended(listener);
  }

  isRunning(name: string): boolean {
    return this.#running.has(name);
  }

  start(name: string): void {
    assert(this.processes.includes(name), `the cluster has no process ${name}`);
    assert(!this.isRunning(name), `${name} runs already`);
    const process: StartedProcess = { process: this.#newProcess(name), component: undefined };
    this.#running.set(name, process);
    void this.#begin(process);
  }

  async stop(name: string): Promise<void> {
    const process = this.#running.get(name);
    if (process === undefined) return;
    await process.component?.stop();
    this.#end(process);
  }

  crash(name: string): void {
    const process = this.#running.get(name);
    if (process !== undefined) this.#end(process);
  }

  writeManifest(node: string, path: string, value?: object): void {
    this.#manifests.write(node, path, value);
  }

  partition(name: string): void {
    this.#options.network.partition(name);
  }

  heal(name: string): void {
    this.#options.network.heal(name);
  }

  join(name: string): KubeletContext {
    assert(!this.processes.includes(name), `${name} is a process of the cluster`);
    const process = this.#newProcess(name);
    this.#joined.push(process);
    return process.context;
  }

  end(): void {
    for (const name of this.processes) this.crash(name);
    for (const process of this.#joined.splice(0)) process.kill();
  }

  #newProcess(name: string): Process {
    const starts = (this.#starts.get(name) ?? 0) + 1;
    this.#starts.set(name, starts);
    return new Process(name, starts, this.#ports);
  }

  async #begin(begunProcess: StartedProcess): Promise<void> {
    const failed = (error: Error) => this.#broke(begunProcess, error);
    try {
      const { profile, programOf, autoscale } = this.#options;
      begunProcess.component = await startComponent(begunProcess.process, {
        ...{ profile, programOf, autoscale },
        manifests: this.#manifests,
        startNotes: this.#startNotes,
        signer: this.#signer,
        images: this.#options.images,
        webhooks: this.#options.webhooks,
        copiedAt: this.#copiedAt(begunProcess.process),
        failed,
      });
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Defined for the first start of a node: a later start at the same instant is a boot, too. */
  #copiedAt({ name }: Process): Revision | undefined {
    const { copy } = this.#options;
    return copy?.nodes.includes(name) && this.#starts.get(name) === 1 ? copy.revision : undefined;
  }

  #broke(begunProcess: StartedProcess, error: Error): void {
    if (!begunProcess.process.alive) return;
    this.#end(begunProcess);
    this.#options.broken(begunProcess.process.name, error);
  }

  #end({ process }: StartedProcess): void {
    process.kill();
    this.#manifests.forget(process.name);
    this.#startNotes.end(process.name);
    if (this.#running.get(process.name)?.process === process) this.#running.delete(process.name);
  }

  async #handle(request: ApiRequest): Promise<ApiAnswer | ApiStream | ApiUpgrade> {
    const http = this.#running.get('api-server')?.component?.http;
    return http === undefined ? NOBODY_ANSWERS : http.handle(request);
  }
}

const NOBODY_ANSWERS: ApiAnswer = { status: 503, headers: { 'content-type': 'text/plain' }, body: 'the api-server is not running\n' };
