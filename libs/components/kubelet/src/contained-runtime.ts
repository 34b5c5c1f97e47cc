import { type LogFields, type Logger, logFailure, messageOf, StoppedError, type StopSignal } from '@klockwork/kernel';
import {
  type Connection,
  ConnectionError,
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
import { AgentPause } from './faults/agent-pause.ts';

/**
 * Runtime whose failures are answers, like those of a runtime behind a socket: failures outside a verb's contract are logged, and become
 * errors of the contract. Failed queries return nothing. Results and reports wait for the end of a pause of the agent.
 */
export class ContainedRuntime implements ContainerRuntime {
  readonly #runtime: ContainerRuntime;
  readonly #logger: Logger;
  readonly #pause: AgentPause;

  constructor(runtime: ContainerRuntime, logger: Logger, pause = new AgentPause()) {
    this.#runtime = runtime;
    this.#logger = logger;
    this.#pause = pause;
  }

  runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }> {
    return this.#verb({ verb: 'runSandbox', pod: `${spec.namespace}/${spec.name}` }, () => this.#runtime.runSandbox(spec));
  }

  stopSandbox(id: string): Promise<void> {
    return this.#verb({ verb: 'stopSandbox', id }, () => this.#runtime.stopSandbox(id));
  }

  pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number }> {
    const refusal = (message: string) => new ImageError('ErrImagePull', message);
    return this.#verb({ verb: 'pullImage', image }, () => this.#runtime.pullImage(image), refusal);
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
    return this.#verb({ verb: 'createContainer', container: spec.name, sandboxId }, () => this.#runtime.createContainer(sandboxId, spec));
  }

  startContainer(id: string): Promise<void> {
    return this.#verb({ verb: 'startContainer', id }, () => this.#runtime.startContainer(id));
  }

  updateContainer(id: string, limits: ResourceLimits): void {
    try {
      this.#runtime.updateContainer(id, limits);
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
    return this.#verb({ verb: 'exec', id }, () => this.#runtime.exec(id, command, session));
  }

  attach(id: string, session: ExecSession): Promise<void> {
    return this.#verb({ verb: 'attach', id }, () => this.#runtime.attach(id, session));
  }

  connect(sandboxId: string, port: number): Promise<Connection> {
    return this.#verb(
      { verb: 'connect', sandboxId, port },
      () => this.#runtime.connect(sandboxId, port),
      () => new ConnectionError('refused'),
    );
  }

  reach(sandboxId: string, port: number, request: PortRequest, stop?: StopSignal): Promise<PortAnswer> {
    return this.#verb({ verb: 'reach', sandboxId, port }, () => this.#runtime.reach(sandboxId, port, request, stop));
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
      this.#pause.run(() => this.#question(place, () => listener(report), undefined));
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
      if (this.#pause.paused) await this.#pause.end();
    }
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
