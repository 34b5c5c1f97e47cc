import { type LogFields, type Logger, logFailure, messageOf, StoppedError, type StopSignal } from '@klockwork/kernel';
import {
  type Connection,
  ConnectionError,
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
import type { RuntimeFaults, SlowCall } from './faults/runtime-faults.ts';

/**
 * Runtime whose failures are answers, like those of a runtime behind a socket: failures outside a verb's contract are logged, and become
 * errors of the contract. Failed queries return nothing. Results and reports wait for the end of a pause of the agent.
 */
export class ContainedRuntime implements ContainerRuntime {
  readonly #runtime: ContainerRuntime;
  readonly #logger: Logger;
  readonly #faults: RuntimeFaults | undefined;

  constructor(runtime: ContainerRuntime, logger: Logger, faults?: RuntimeFaults) {
    this.#runtime = runtime;
    this.#logger = logger;
    this.#faults = faults;
  }

  runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }> {
    return this.#verb({ verb: 'runSandbox', pod: `${spec.namespace}/${spec.name}` }, () => this.#runtime.runSandbox(spec));
  }

  stopSandbox(id: string): Promise<void> {
    return this.#verb({ verb: 'stopSandbox', id }, () => this.#runtime.stopSandbox(id));
  }

  pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number }> {
    const refusal = (message: string) => new ImageError('ErrImagePull', message);
    return this.#verb({ verb: 'pullImage', image }, () => this.#slowly('pullImage', () => this.#runtime.pullImage(image)), refusal);
  }

  hasImage(image: string): { imageId: string; user?: string } | undefined {
    return this.#question({ verb: 'hasImage', image }, () => this.#runtime.hasImage(image), undefined);
  }

  images(): readonly LocalImage[] {
    return this.#question({ verb: 'images' }, () => this.#runtime.images(), []);
  }

  removeImage(id: string): void {
    this.#question({ verb: 'removeImage', id }, () => this.#runtime.removeImage(id), undefined);
  }

  createContainer(sandboxId: string, spec: ContainerSpec): Promise<string> {
    const place = { verb: 'createContainer', container: spec.name, sandboxId };
    return this.#verb(place, () => this.#slowly('createContainer', () => this.#runtime.createContainer(sandboxId, this.#throttled(spec))));
  }

  startContainer(id: string): Promise<void> {
    return this.#verb({ verb: 'startContainer', id }, () => this.#slowly('startContainer', () => this.#runtime.startContainer(id)));
  }

  updateContainer(id: string, limits: ResourceLimits): void {
    try {
      this.#runtime.updateContainer(id, this.#faults?.limits(limits) ?? limits);
    } catch (error) {
      throw this.#refusal({ verb: 'updateContainer', id }, error);
    }
  }

  stopContainer(id: string, graceMs: number): Promise<void> {
    return this.#verb({ verb: 'stopContainer', id }, () => this.#runtime.stopContainer(id, graceMs));
  }

  removeContainer(id: string): void {
    this.#question({ verb: 'removeContainer', id }, () => this.#runtime.removeContainer(id), undefined);
  }

  exec(id: string, command: readonly string[], session: ExecSession): Promise<{ exitCode: number }> {
    return this.#verb({ verb: 'exec', id }, () => this.#slowly('exec', () => this.#runtime.exec(id, command, session)));
  }

  attach(id: string, session: ExecSession): Promise<void> {
    return this.#verb({ verb: 'attach', id }, () => this.#runtime.attach(id, session));
  }

  connect(sandboxId: string, port: number, from?: ConnectionSource): Promise<Connection> {
    return this.#verb(
      { verb: 'connect', sandboxId, port },
      () => this.#runtime.connect(sandboxId, port, from),
      () => new ConnectionError('refused'),
    );
  }

  reach(sandboxId: string, to: number | HostPort, request: PortRequest, stop?: StopSignal): Promise<PortAnswer> {
    return this.#verb({ verb: 'reach', sandboxId, ...(typeof to === 'number' ? { port: to } : to) }, () =>
      this.#slowly('reach', () => this.#runtime.reach(sandboxId, to, request, stop)),
    );
  }

  restoreImages(names: readonly string[]): void {
    this.#question({ verb: 'restoreImages' }, () => this.#runtime.restoreImages(names), undefined);
  }

  restoreSandbox(spec: SandboxSpec, ip: string): string {
    try {
      return this.#runtime.restoreSandbox(spec, ip);
    } catch (error) {
      throw this.#refusal({ verb: 'restoreSandbox', pod: `${spec.namespace}/${spec.name}` }, error);
    }
  }

  resumeContainers(sandboxId: string, containers: readonly EarlierContainer[]): Promise<readonly ContainerReport[]> {
    return this.#verb({ verb: 'resumeContainers', sandboxId }, () => this.#runtime.resumeContainers(sandboxId, containers));
  }

  reports(): readonly ContainerReport[] {
    return this.#question({ verb: 'reports' }, () => this.#runtime.reports(), []);
  }

  stats(): readonly ContainerStats[] {
    return this.#question({ verb: 'stats' }, () => this.#runtime.stats(), []);
  }

  onChange(listener: (report: ContainerReport) => void): () => void {
    return this.#runtime.onChange((report) => {
      const place = { listener: 'onChange', container: report.name };
      const tell = () => this.#question(place, () => listener(report), undefined);
      if (this.#faults === undefined) tell();
      else this.#faults.pause.run(tell);
    });
  }

  logs(id: string, query: LogQuery): readonly LogLine[] {
    try {
      return this.#runtime.logs(id, query);
    } catch (error) {
      throw this.#refusal({ verb: 'logs', id }, error);
    }
  }

  followLogs(id: string, on: { line(line: LogLine): void; end(): void }): () => void {
    try {
      return this.#runtime.followLogs(id, on);
    } catch (error) {
      throw this.#refusal({ verb: 'followLogs', id }, error);
    }
  }

  shutDown(): void {
    this.#question({ verb: 'shutDown' }, () => this.#runtime.shutDown(), undefined);
  }

  async #verb<T>(place: LogFields, ask: () => Promise<T>, refusal = (message: string): Error => new RuntimeError(message)): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw this.#refusal(place, error, refusal);
    } finally {
      if (this.#faults?.pause.paused) await this.#faults.pause.end();
    }
  }

  /** Calls the runtime after the delay of active faults. */
  #slowly<T>(call: SlowCall, ask: () => Promise<T>): Promise<T> {
    const delay = this.#faults?.delay(call);
    return delay === undefined ? ask() : delay.then(ask);
  }

  #throttled(spec: ContainerSpec): ContainerSpec {
    if (this.#faults === undefined) return spec;
    const limits = this.#faults.limits(spec.limits ?? {});
    return limits === spec.limits || limits.cpuMilli === undefined ? spec : { ...spec, limits };
  }

  #question<T>(place: LogFields, ask: () => T, nothing: T): T {
    try {
      return ask();
    } catch (error) {
      logFailure(this.#logger, place, error);
      return nothing;
    }
  }

  #refusal(place: LogFields, error: unknown, refusal = (message: string): Error => new RuntimeError(message)): Error {
    if (isKnown(error)) return error;
    logFailure(this.#logger, place, error);
    return refusal(messageOf(error));
  }
}

/** Returns true for errors of the runtime's contract. */
function isKnown(error: unknown): error is Error {
  return [StoppedError, RuntimeError, ImageError, ConnectionError].some((kind) => error instanceof kind);
}
