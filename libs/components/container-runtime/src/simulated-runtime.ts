import type { FileTree } from '@klockwork/files';
import { builtInCatalogue, type Catalogue, hexDigest, resolveImage } from '@klockwork/images';
import { assert, type Clock, type StopSignal, StopSource, silentLogger } from '@klockwork/kernel';
import {
  type Connection,
  type ConnectionSource,
  type ContainerReport,
  type ContainerRuntime,
  type ContainerSpec,
  type ContainerStats,
  type EarlierContainer,
  type ExecSession,
  type HostPort,
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
import { ContainerMaker } from './container-maker.ts';
import { CrashLog } from './crash-log.ts';
import { ImageStore } from './image-store.ts';
import { type Latency, latencyOf } from './latency.ts';
import { LogFollowers } from './log-followers.ts';
import { NodeNetwork } from './network/node-network.ts';
import { NodeMachine } from './node/node-machine.ts';
import { programOf } from './programs.ts';
import { resumeContainers } from './resume/resume-containers.ts';
import { ImageFiles } from './root-files/image-files.ts';
import { machineFiles } from './root-files/machine-files.ts';
import type { SimulatedRuntimeOptions } from './runtime-options.ts';
import { type Sandbox, Sandboxes } from './sandboxes.ts';
import type { SimulatedContainer } from './simulated-container.ts';

/** States as CRI spells them. */
const CRI_STATES = { created: 'CONTAINER_CREATED', running: 'CONTAINER_RUNNING', exited: 'CONTAINER_EXITED' } as const;
const LOG_BYTES_MAX = 10 * 1024 * 1024;

/** A node's containers without containers: images from a catalogue, programs that are descriptions and shell scripts. */
export class SimulatedRuntime implements ContainerRuntime {
  readonly #options: SimulatedRuntimeOptions;
  readonly #latency: Latency;
  readonly #network: NodeNetwork;
  readonly #images = new ImageStore();
  readonly #sandboxes: Sandboxes;
  readonly #containers = new Map<string, SimulatedContainer>();
  readonly #node: NodeMachine;
  readonly #maker: ContainerMaker;
  readonly #followers = new LogFollowers();
  readonly #listeners = new Set<(report: ContainerReport) => void>();
  readonly #files: FileTree;
  readonly #crashes: CrashLog;
  readonly #off = new StopSource();
  #ids = 0;

  constructor(options: SimulatedRuntimeOptions) {
    this.#options = options;
    this.#crashes = options.crashes ?? new CrashLog(silentLogger);
    this.#latency = latencyOf(options.profile, options.random.fork('latency'));
    this.#network = new NodeNetwork({ node: 'node', ...options, random: options.random.fork('network') });
    this.#files = machineFiles(options);
    const storedBytes = () => this.#images.bytes + this.#files.usage.bytes;
    this.#node = new NodeMachine({ ...options, stats: () => this.stats(), storedBytes });
    this.#sandboxes = new Sandboxes({
      ...{ clock: options.clock, crashes: this.#crashes, network: this.#network, files: this.#files, node: this.#node },
    });
    this.#maker = new ContainerMaker({
      ...{ node: this.#node, files: this.#files, images: this.#images },
      ...{ imageFiles: options.imageFiles ?? new ImageFiles(), logBytesMax: options.logBytesMax ?? LOG_BYTES_MAX },
      programOf: options.programOf ?? programOf,
      reportOf: (id) => this.#containers.get(id)?.report,
      changed: (report) => this.#changed(report),
      crashed: (place, error) => this.#crashes.report(place, error),
    });
  }

  async runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }> {
    const clock = this.#sandboxes.clockFor(spec);
    await this.#take(clock, this.#latency.sandboxMs(), 'sandbox-start');
    const { id, network } = this.#sandboxes.open(this.#newId(`sandbox/${spec.uid}`), spec, clock);
    return { id, ip: network.address };
  }

  restoreSandbox(spec: SandboxSpec, ip: string): string {
    const id = this.#newId(`sandbox/${spec.uid}`);
    this.#sandboxes.restore(id, spec, ip);
    return id;
  }

  async resumeContainers(sandboxId: string, containers: readonly EarlierContainer[]): Promise<readonly ContainerReport[]> {
    const sandbox = this.#sandboxes.get(sandboxId);
    const { turn, random } = this.#options;
    assert(sandbox?.past !== undefined && turn !== undefined, 'containers resume in a restored sandbox, with turns of the host');
    const { clock, watch } = sandbox.past;
    const make = ({ id, spec }: EarlierContainer) => this.#make(id, sandbox, spec, watch.random(random));
    try {
      return await resumeContainers(containers, { clock, watch, make, turn });
    } catch (error) {
      for (const { id } of containers) this.#drop(id);
      throw error;
    }
  }

  restoreImages(names: readonly string[]): void {
    this.#images.restore(names, this.#catalogue);
  }

  async stopSandbox(id: string): Promise<void> {
    if (this.#sandboxes.get(id) === undefined) return;
    const inside = [...this.#containers.values()].filter(({ report }) => report.sandboxId === id);
    await Promise.all(inside.map((container) => container.stop(0)));
    this.#sandboxes.close(id);
  }

  async pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number; isStandIn?: true }> {
    const { clock } = this.#options;
    const startedAt = clock.now();
    await this.#take(clock, this.#latency.resolveImageMs(), 'image-resolve');
    const resolved = resolveImage(this.#catalogue, image);
    if ('reason' in resolved) throw new ImageError(resolved.reason, resolved.message);
    const { imageId, sizeBytes } = resolved;
    if (!this.#images.hasLayers(imageId)) await this.#take(clock, this.#latency.pullMs(sizeBytes), 'image-pull');
    this.#images.add(resolved);
    return { imageId, sizeBytes, tookMs: clock.now() - startedAt, ...(resolved.image.isBare && { isStandIn: true }) };
  }

  hasImage(image: string): { imageId: string; user?: string; isStandIn?: true } | undefined {
    const localImage = this.#images.find(image);
    if (localImage === undefined) return undefined;
    const { user, isBare } = localImage.image;
    return { imageId: localImage.imageId, ...(user !== '' && { user }), ...(isBare && { isStandIn: true }) };
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
    const id = this.#newId(`container/${sandbox.podUid}/${spec.name}`);
    this.#make(id, sandbox, spec);
    return id;
  }

  #make(id: string, sandbox: Sandbox, spec: ContainerSpec, random = this.#options.random): SimulatedContainer {
    const container = this.#maker.make(id, sandbox, spec, random);
    this.#containers.set(id, container);
    return container;
  }

  async startContainer(id: string): Promise<void> {
    await this.#take(this.#clockOf(this.#container(id).report.sandboxId), this.#latency.startMs(), 'container-start');
    const refusal = this.#container(id).start();
    if (refusal !== undefined) throw new RuntimeError(refusal);
  }

  updateContainer(id: string, limits: ResourceLimits): void {
    this.#mustRun(id).limit(limits);
  }

  async stopContainer(id: string, graceMs: number): Promise<void> {
    const container = this.#container(id);
    const clock = this.#clockOf(container.report.sandboxId);
    await container.stop(graceMs);
    await this.#take(clock, this.#latency.stopMs(), 'container-stop');
  }

  async exec(id: string, command: readonly string[], session: ExecSession): Promise<{ exitCode: number }> {
    const container = this.#mustRun(id);
    const exit = await container.exec(command, session);
    if (typeof exit !== 'string') return exit;
    const execId = this.#newId(`exec/${id}`);
    throw new RuntimeError(
      `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${exit}`,
    );
  }

  async attach(id: string, session: ExecSession): Promise<void> {
    await this.#mustRun(id).attach(session);
  }

  connect(sandboxId: string, port: number, from: ConnectionSource = 'localhost'): Promise<Connection> {
    return this.#network.connectTo(sandboxId, port, from);
  }

  reach(sandboxId: string, to: number | HostPort, request: PortRequest, stop?: StopSignal): Promise<PortAnswer> {
    return typeof to === 'number' ? this.#network.reach(sandboxId, to, request, stop) : this.#network.reachHost(to, request, stop);
  }

  removeContainer(id: string): void {
    assert(this.#containers.get(id)?.report.state !== 'running', 'a running container is not removed');
    this.#drop(id);
  }

  /** Ends a container without a report. */
  #drop(id: string): void {
    this.#containers.get(id)?.vanish();
    this.#containers.get(id)?.release();
    this.#containers.delete(id);
    this.#maker.forget(id);
  }

  stats(): readonly ContainerStats[] {
    return this.#running.flatMap((container) => this.#statsOf(container));
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
    return this.#followers.follow(this.#container(id), on);
  }

  shutDown(): void {
    this.#off.stop();
    this.#network.shutDown();
    this.#listeners.clear();
    for (const container of this.#containers.values()) container.vanish();
  }

  /** Empty after an error: other containers keep their stats. */
  #statsOf(container: SimulatedContainer): readonly ContainerStats[] {
    const { podUid = '', object = '' } = this.#sandboxes.get(container.report.sandboxId) ?? {};
    try {
      return [{ ...container.stats, podUid }];
    } catch (error) {
      this.#crashes.report({ object, container: container.report.name }, error);
      return [];
    }
  }

  #changed(report: ContainerReport): void {
    for (const listener of this.#listeners) listener(report);
    if (report.state === 'exited') this.#followers.exited(report.id);
  }

  get #catalogue(): Catalogue {
    return this.#options.catalogue?.() ?? builtInCatalogue();
  }

  get #running(): readonly SimulatedContainer[] {
    return [...this.#containers.values()].filter(({ report }) => report.state === 'running');
  }

  #container(id: string): SimulatedContainer {
    const container = this.#containers.get(id);
    if (container === undefined) throw new RuntimeError(`an error occurred when try to find container "${id}": not found`);
    return container;
  }

  #mustRun(id: string): SimulatedContainer {
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
