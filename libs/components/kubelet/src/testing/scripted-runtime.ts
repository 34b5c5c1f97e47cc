import type { Clock, StopSignal } from '@klockwork/kernel';
import {
  type Connection,
  ConnectionError,
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

interface ContainerRecord {
  report: ContainerReport;
  readonly spec: ContainerSpec;
  readonly lines: LogLine[];
  readonly followers: Set<{ line(line: LogLine): void; end(): void }>;
}

/** Runtime with immediate results; tests supply output and exits of containers. */
export class ScriptedRuntime implements ContainerRuntime {
  /** Images whose pulls fail. */
  readonly missing = new Set<string>();
  /** Behaviour of commands in containers. */
  onExec: (
    container: string,
    command: readonly string[],
    stop: StopSignal,
    session: ExecSession,
  ) => Promise<{ exitCode: number; output: string }> = async () => ({ exitCode: 0, output: '' });
  /** Behaviour of containers towards attached clients. */
  onAttach: (container: string, session: ExecSession) => Promise<void> = async () => {};
  /** Behaviour of ports towards connections. */
  onConnect: (port: number) => Promise<Connection> = () => Promise.reject(new ConnectionError('refused'));
  /** Answers of ports. */
  onReach: (port: number, request: PortRequest) => Promise<PortAnswer> = async () => ({ type: 'refused' });
  readonly #clock: Clock;
  readonly #name: string;
  readonly #images = new Set<string>();
  readonly #containers = new Map<string, ContainerRecord>();
  readonly #sandboxes = new Map<string, SandboxSpec>();
  readonly #listeners = new Set<(report: ContainerReport) => void>();
  #ids = 0;

  constructor(clock: Clock, name: string) {
    this.#clock = clock;
    this.#name = name;
  }

  async runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }> {
    const id = this.#id('sandbox');
    this.#sandboxes.set(id, spec);
    return { id, ip: `10.244.1.${this.#ids}` };
  }

  async stopSandbox(id: string): Promise<void> {
    this.#sandboxes.delete(id);
  }

  async pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number }> {
    if (this.missing.has(image)) throw new ImageError('ErrImagePull', `${image}: not found`);
    this.#images.add(image);
    return { imageId: `${image}@sha256:1`, sizeBytes: 1_000, tookMs: 0 };
  }

  hasImage(image: string): { imageId: string } | undefined {
    return this.#images.has(image) ? { imageId: `${image}@sha256:1` } : undefined;
  }

  images(): readonly LocalImage[] {
    return [...this.#images].map((image) => ({ id: `${image}@sha256:1`, names: [`${image}@sha256:1`, image], sizeBytes: 1_000 }));
  }

  removeImage(id: string): void {
    this.#images.delete(id.replace('@sha256:1', ''));
  }

  async createContainer(sandboxId: string, spec: ContainerSpec): Promise<string> {
    const id = this.#id('container');
    const { name, attempt, image } = spec;
    const report: ContainerReport = {
      id,
      sandboxId,
      name,
      attempt,
      image,
      imageId: `${image}@sha256:1`,
      state: 'created',
      createdAt: this.#clock.now(),
    };
    this.#containers.set(id, { report, spec, lines: [], followers: new Set() });
    return id;
  }

  async startContainer(id: string): Promise<void> {
    this.#change(id, { state: 'running', startedAt: this.#clock.now() });
  }

  /** Latest limits of running containers. */
  readonly limits = new Map<string, ResourceLimits>();

  updateContainer(id: string, limits: ResourceLimits): void {
    this.limits.set(this.#container(id).spec.name, limits);
  }

  /** Exits at once with code 0. */
  async stopContainer(id: string): Promise<void> {
    if (this.#container(id).report.state === 'running') this.#exit(id, 0);
  }

  /** Runs the scripted behaviour; by default a command ends at once. */
  exec(id: string, command: readonly string[], session: ExecSession): Promise<{ exitCode: number }> {
    return this.onExec(this.#container(id).spec.name, command, session.stop, session).then(({ exitCode, output }) => {
      void session.write('stdout', output);
      return { exitCode };
    });
  }

  attach(id: string, session: ExecSession): Promise<void> {
    return this.onAttach(this.#container(id).spec.name, session);
  }

  connect(sandboxId: string, port: number): Promise<Connection> {
    if (!this.#sandboxes.has(sandboxId)) return Promise.reject(new ConnectionError('timeout'));
    return this.onConnect(port);
  }

  /** Runs the scripted behaviour; other hosts have no listener. */
  reach(_sandboxId: string, to: number | HostPort, request: PortRequest): Promise<PortAnswer> {
    return typeof to === 'number' ? this.onReach(to, request) : Promise.resolve({ type: 'refused' });
  }

  removeContainer(id: string): void {
    this.#containers.delete(id);
  }

  restoreImages(names: readonly string[]): void {
    for (const name of names) if (!name.includes('@')) this.#images.add(name);
  }

  restoreSandbox(spec: SandboxSpec): string {
    const id = this.#id('sandbox');
    this.#sandboxes.set(id, spec);
    return id;
  }

  /** Containers run from their start on. */
  async resumeContainers(sandboxId: string, containers: readonly EarlierContainer[]): Promise<readonly ContainerReport[]> {
    return containers.map(({ id, spec, startedAt }) => {
      const { name, attempt, image } = spec;
      const times = { state: 'running', createdAt: startedAt, startedAt } as const;
      const report: ContainerReport = { id, sandboxId, name, attempt, image, imageId: `${image}@sha256:1`, ...times };
      this.#containers.set(id, { report, spec, lines: [], followers: new Set() });
      return report;
    });
  }

  /** Usage of containers, set by tests. */
  usage: readonly ContainerStats[] = [];

  stats(): readonly ContainerStats[] {
    return this.usage;
  }

  reports(): readonly ContainerReport[] {
    return [...this.#containers.values()].map(({ report }) => report);
  }

  onChange(listener: (report: ContainerReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  logs(id: string, { tailLines, from = 0, linesMax }: LogQuery): readonly LogLine[] {
    const lines = this.#container(id).lines.slice(from);
    const tail = tailLines === undefined ? lines : lines.slice(Math.max(0, lines.length - tailLines));
    return tail.slice(0, linesMax);
  }

  followLogs(id: string, on: { line(line: LogLine): void; end(): void }): () => void {
    const { followers, report } = this.#container(id);
    if (report.state === 'exited') on.end();
    else followers.add(on);
    return () => followers.delete(on);
  }

  shutDown(): void {
    this.#listeners.clear();
  }

  /** Ends the newest container of this name. */
  exit(name: string, exitCode: number): void {
    this.#exit(this.newest(name).report.id, exitCode);
  }

  /** Writes a log line of the newest container of this name. */
  write(name: string, text: string): void {
    const { lines, followers } = this.newest(name);
    const line: LogLine = { sequence: lines.length, at: this.#clock.now(), stream: 'stdout', text };
    lines.push(line);
    for (const follower of [...followers]) follower.line(line);
  }

  /** Returns the newest container of this name. */
  newest(name: string): ContainerRecord {
    const found = [...this.#containers.values()].filter(({ spec }) => spec.name === name).at(-1);
    if (found === undefined) throw new Error(`no container ${name}`);
    return found;
  }

  get sandboxes(): readonly SandboxSpec[] {
    return [...this.#sandboxes.values()];
  }

  #exit(id: string, exitCode: number): void {
    this.#change(id, { state: 'exited', finishedAt: this.#clock.now(), exitCode });
    for (const follower of [...this.#container(id).followers]) follower.end();
  }

  #change(id: string, change: Partial<ContainerReport>): void {
    const container = this.#container(id);
    container.report = { ...container.report, ...change };
    for (const listener of this.#listeners) listener(container.report);
  }

  #container(id: string): ContainerRecord {
    const container = this.#containers.get(id);
    if (container === undefined) throw new RuntimeError(`container "${id}": not found`);
    return container;
  }

  #id(what: string): string {
    this.#ids += 1;
    return `${this.#name}-${what}-${this.#ids}`;
  }
}
