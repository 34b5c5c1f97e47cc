import type { LabTime } from '@klockwork/kernel';

/** What to run. Resolved by the kubelet: environment values are final, the image is a full reference. */
export interface ContainerSpec {
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface SandboxSpec {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly hostname: string;
}

/** What the runtime says of a container. Times are lab times. */
export interface ContainerReport {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  readonly state: 'created' | 'running' | 'exited';
  readonly createdAt: LabTime;
  readonly startedAt?: LabTime;
  readonly finishedAt?: LabTime;
  readonly exitCode?: number;
  readonly signal?: number;
  readonly reason?: string;
  readonly message?: string;
}

/** One line a container wrote. */
export interface LogLine {
  readonly at: LabTime;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Which lines are wanted. Models `PodLogOptions`. */
export interface LogQuery {
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceTime?: LabTime;
}

/** A refused pull, with upstream's reason (`ErrImagePull`, `InvalidImageName` …) and message. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * A node's containers, in the shape of CRI: another runtime can stand here.
 * Whatever takes time resolves when it is done, on the lab's clock.
 */
export interface ContainerRuntime {
  runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }>;
  stopSandbox(id: string): Promise<void>;
  /** Rejects with ImageError. */
  pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number }>;
  hasImage(image: string): { imageId: string } | undefined;
  createContainer(sandboxId: string, spec: ContainerSpec): Promise<string>;
  startContainer(id: string): Promise<void>;
  /** TERM, then KILL after the grace period; resolves when the container has exited. */
  stopContainer(id: string, graceMs: number): Promise<void>;
  removeContainer(id: string): void;
  reports(): readonly ContainerReport[];
  /** Called after each change of a container's state. */
  onChange(listener: (report: ContainerReport) => void): () => void;
  logs(id: string, query: LogQuery): readonly LogLine[];
  /** Lines as they are written from now on; `end` when the container exits. */
  followLogs(id: string, on: { line(line: LogLine): void; end(): void }): () => void;
}
