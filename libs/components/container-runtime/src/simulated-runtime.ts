import { FileTree } from '@klockwork/files';
import { BUILT_IN_CATALOGUE, behaviorAnnotation, type Catalogue, hexDigest, resolveImage } from '@klockwork/images';
import { assert, type Clock, clockFor, type Random, type StopSignal, StopSource } from '@klockwork/kernel';
import type { DnsWorld } from '@klockwork/networking';
import {
  type Connection,
  type ContainerReport,
  type ContainerRuntime,
  type ContainerSpec,
  type ContainerStats,
  type ExecSession,
  ImageError,
  type LocalImage,
  type LogLine,
  type LogQuery,
  type PortAnswer,
  type PortRequest,
  type ResourceLimits,
  RuntimeError,
  type SandboxSpec,
} from '@klockwork/pod-lifecycle';
import { containerImage } from './container-image.ts';
import { ImageStore } from './image-store.ts';
import { type Latency, type LatencyProfile, latencyOf } from './latency.ts';
import { NodeNetwork } from './network/node-network.ts';
import type { Peers } from './network/peers.ts';
import type { SandboxNetwork } from './network/sandbox-network.ts';
import { ContainerNamespaces } from './process/container-namespaces.ts';
import { type ProcessNamespace, processNamespace } from './process/process-namespace.ts';
import { containerFiles } from './root-files/container-files.ts';
import { deviceFiles } from './root-files/device-files.ts';
import { ImageFiles } from './root-files/image-files.ts';
import { sandboxFolder, writeSandboxFiles } from './root-files/sandbox-files.ts';
import { SimulatedContainer } from './simulated-container.ts';

/** What a simulated runtime needs, and what can be told apart between nodes. */
export interface SimulatedRuntimeOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly profile: LatencyProfile;
  /** `10.244.3.0/24` */
  readonly podCidr: string;
  /** What there is to pull just now: the well-known images unless said. */
  catalogue?(): Catalogue;
  /** The name of the node; `node` unless said. */
  readonly node?: string;
  /** What is known of the cluster's Services and names; nothing without this. */
  world?(): DnsWorld;
  /** What leads to the pods of other nodes; they are not reached without this. */
  readonly peers?: Peers;
  /** The files of the node, which containers' mounts name; its own when not given. */
  readonly files?: FileTree;
  /** A container's log is kept up to this size: 10 MiB unless said, as a kubelet's log file. */
  readonly logBytesMax?: number;
}

interface Sandbox {
  /** Its timers are for its pod. */
  readonly clock: Clock;
  readonly network: SandboxNetwork;
  readonly id: string;
  readonly spec: SandboxSpec;
  /** When the pod's containers share one namespace of processes: that one. */
  readonly processes: ProcessNamespace | undefined;
}

/** States as CRI spells them. */
const CRI_STATES = { created: 'CONTAINER_CREATED', running: 'CONTAINER_RUNNING', exited: 'CONTAINER_EXITED' } as const;
const LOG_BYTES_MAX = 10 * 1024 * 1024;

/** A node's containers without containers: images from a catalogue, programs that are descriptions and shell scripts. */
export class SimulatedRuntime implements ContainerRuntime {
  readonly #options: SimulatedRuntimeOptions;
  readonly #latency: Latency;
  readonly #network: NodeNetwork;
  readonly #images = new ImageStore();
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #containers = new Map<string, SimulatedContainer>();
  readonly #namespaces = new ContainerNamespaces((id) => this.#containers.get(id)?.report);
  readonly #followers = new Map<string, Set<() => void>>();
  readonly #listeners = new Set<(report: ContainerReport) => void>();
  readonly #files: FileTree;
  readonly #imageFiles = new ImageFiles();
  readonly #devices = deviceFiles();
  readonly #off = new StopSource();
  #ids = 0;

  constructor(options: SimulatedRuntimeOptions) {
    this.#options = options;
    this.#latency = latencyOf(options.profile, options.random.fork('latency'));
    this.#network = new NodeNetwork({ node: 'node', ...options, random: options.random.fork('network') });
    this.#files = options.files ?? new FileTree({ now: () => options.clock.now(), type: 'ext4' });
  }

  async runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }> {
    const clock = clockFor(this.#options.clock, `pods/${spec.namespace}/${spec.name}`);
    await this.#take(clock, this.#latency.sandboxMs(), 'sandbox-start');
    const id = this.#newId(`sandbox/${spec.uid}`);
    const sandbox = {
      id,
      spec,
      network: this.#network.open(id, clock, `pods/${spec.namespace}/${spec.name}`),
      clock,
      processes: spec.sharesProcesses ? processNamespace(clock, { hasPause: true }) : undefined,
    };
    writeSandboxFiles(this.#files.root, id, spec);
    this.#sandboxes.set(id, sandbox);
    return { id, ip: sandbox.network.address };
  }

  async stopSandbox(id: string): Promise<void> {
    const sandbox = this.#sandboxes.get(id);
    if (sandbox === undefined) return;
    const inside = [...this.#containers.values()].filter(({ report }) => report.sandboxId === id);
    await Promise.all(inside.map((container) => container.stop(0)));
    this.#sandboxes.delete(id);
    this.#files.root.removeAll(sandboxFolder(id));
    this.#network.close(id);
  }

  async pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number }> {
    const { clock } = this.#options;
    const startedAt = clock.now();
    await this.#take(clock, this.#latency.resolveImageMs(), 'image-resolve');
    const resolved = resolveImage(this.#options.catalogue?.() ?? BUILT_IN_CATALOGUE, image);
    if ('reason' in resolved) throw new ImageError(resolved.reason, resolved.message);
    const { imageId, sizeBytes } = resolved;
    if (!this.#images.hasLayers(imageId)) await this.#take(clock, this.#latency.pullMs(sizeBytes), 'image-pull');
    this.#images.add(resolved);
    return { imageId, sizeBytes, tookMs: clock.now() - startedAt };
  }

  hasImage(image: string): { imageId: string; user?: string } | undefined {
    const found = this.#images.find(image);
    return found && { imageId: found.imageId, ...(found.image.user !== '' && { user: found.image.user }) };
  }

  images(): readonly LocalImage[] {
    return this.#images.list();
  }

  removeImage(id: string): void {
    this.#images.remove(id);
  }

  async createContainer(sandboxId: string, spec: ContainerSpec): Promise<string> {
    await this.#take(this.#clockOf(sandboxId), this.#latency.createMs(), 'container-create');
    const sandbox = this.#sandboxes.get(sandboxId);
    if (sandbox === undefined) throw new RuntimeError(`failed to find sandbox id "${sandboxId}": not found`);
    const resolved = containerImage(this.#images, spec);
    const { random, logBytesMax = LOG_BYTES_MAX } = this.#options;
    const id = this.#newId(`container/${sandbox.spec.uid}/${spec.name}`);
    const { table, proc } = this.#namespaces.choose(id, sandbox, spec.processesOf);
    const image = this.#imageFiles.of(resolved, spec.annotations[behaviorAnnotation(spec.name)]);
    const places = { node: this.#files, sandboxFolder: sandboxFolder(sandboxId), devices: this.#devices };
    const container = new SimulatedContainer({
      files: containerFiles({ clock: sandbox.clock, spec, image, proc, ...places }),
      processes: table,
      id,
      sandboxId,
      spec,
      resolved,
      clock: sandbox.clock,
      logBytesMax,
      network: sandbox.network,
      hostname: sandbox.spec.hostname,
      random: random.fork(id),
      changed: (report) => this.#changed(report),
    });
    this.#containers.set(id, container);
    return id;
  }

  async startContainer(id: string): Promise<void> {
    await this.#take(this.#clockOf(this.#container(id).report.sandboxId), this.#latency.startMs(), 'container-start');
    const refusal = this.#container(id).start();
    if (refusal !== undefined) throw new RuntimeError(refusal);
  }

  updateContainer(id: string, limits: ResourceLimits): void {
    this.#running(id).limit(limits);
  }

  async stopContainer(id: string, graceMs: number): Promise<void> {
    const container = this.#container(id);
    const clock = this.#clockOf(container.report.sandboxId);
    await container.stop(graceMs);
    await this.#take(clock, this.#latency.stopMs(), 'container-stop');
  }

  async exec(id: string, command: readonly string[], session: ExecSession): Promise<{ exitCode: number }> {
    const container = this.#running(id);
    const ended = await container.exec(command, session);
    if (typeof ended !== 'string') return ended;
    const execId = this.#newId(`exec/${id}`);
    throw new RuntimeError(
      `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${ended}`,
    );
  }

  async attach(id: string, session: ExecSession): Promise<void> {
    await this.#running(id).attach(session);
  }

  connect(sandboxId: string, port: number): Promise<Connection> {
    return this.#network.connectInside(sandboxId, port);
  }

  reach(sandboxId: string, port: number, request: PortRequest, stop?: StopSignal): Promise<PortAnswer> {
    return this.#network.reach(sandboxId, port, request, stop);
  }

  removeContainer(id: string): void {
    assert(this.#containers.get(id)?.report.state !== 'running', 'a running container is not removed');
    this.#containers.get(id)?.release();
    this.#containers.delete(id);
    this.#namespaces.forget(id);
  }

  stats(): readonly ContainerStats[] {
    const running = [...this.#containers.values()].filter(({ report }) => report.state === 'running');
    const uidOf = (sandboxId: string) => this.#sandboxes.get(sandboxId)?.spec.uid ?? '';
    return running.map(({ stats, report }) => ({ ...stats, podUid: uidOf(report.sandboxId) }));
  }

  reports(): readonly ContainerReport[] {
    return [...this.#containers.values()].map(({ report }) => report);
  }

  onChange(listener: (report: ContainerReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  logs(id: string, query: LogQuery): readonly LogLine[] {
    return this.#container(id).log.read(query);
  }

  followLogs(id: string, on: { line(line: LogLine): void; end(): void }): () => void {
    const container = this.#container(id);
    if (container.report.state === 'exited') {
      on.end();
      return () => {};
    }
    const release = container.log.follow((line) => on.line(line));
    const followers = this.#followers.get(id) ?? new Set();
    this.#followers.set(id, followers);
    const end = () => {
      stop();
      on.end();
    };
    const stop = () => {
      release();
      followers.delete(end);
    };
    followers.add(end);
    return stop;
  }

  shutDown(): void {
    this.#off.stop();
    this.#network.shutDown();
    this.#listeners.clear();
    for (const container of this.#containers.values()) container.vanish();
  }

  #changed(report: ContainerReport): void {
    for (const listener of this.#listeners) listener(report);
    if (report.state !== 'exited') return;
    for (const end of [...(this.#followers.get(report.id) ?? [])]) end();
    this.#followers.delete(report.id);
  }

  #container(id: string): SimulatedContainer {
    const container = this.#containers.get(id);
    if (container === undefined) throw new RuntimeError(`an error occurred when try to find container "${id}": not found`);
    return container;
  }

  #running(id: string): SimulatedContainer {
    const container = this.#container(id);
    if (container.report.state !== 'running') throw new RuntimeError(`container is in ${CRI_STATES[container.report.state]} state`);
    return container;
  }

  /** Timers of a sandbox name its pod, all others the node. */
  #clockOf(sandboxId: string): Clock {
    return this.#sandboxes.get(sandboxId)?.clock ?? this.#options.clock;
  }

  /** Lets lab time pass; rejects with StoppedError when the node loses power. */
  async #take(clock: Clock, delayMs: number, name: string): Promise<void> {
    if (delayMs > 0) await clock.sleep(delayMs, { name }, this.#off);
  }

  #newId(what: string): string {
    this.#ids += 1;
    return hexDigest(`${what}/${this.#ids}/${this.#options.random.integer(0x7fffffff)}`);
  }
}
