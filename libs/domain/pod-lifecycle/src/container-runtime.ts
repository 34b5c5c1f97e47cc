import type { LabTime, StopSignal } from '@klockwork/kernel';
import type { Connection } from './connection.ts';
import type { DeclaredContainer } from './declared-container.ts';
import type { ExecSession } from './exec-session.ts';
import type { PortAnswer } from './probes/probe-outcome.ts';

/** What to run. Resolved by the kubelet: environment values are final. */
export interface ContainerSpec {
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** What of its node it sees, and where; none unless said. */
  readonly mounts?: readonly ContainerMount[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Whom its processes run as; the image's user, root for most, unless said. Groups that the image gives a user come to those said. */
  readonly user?: { readonly uid?: number; readonly gid?: number; readonly groups?: readonly number[]; readonly onlySaidGroups?: true };
  /** What it may use at most; all that the node has unless said. */
  readonly limits?: ResourceLimits;
  /** Only what is mounted into it can be written. */
  readonly readOnlyRoot?: boolean;
  /** May change parameters of its node's kernel. */
  readonly privileged?: boolean;
  /** A file of the container that becomes the `message` of its report when it has exited. */
  readonly terminationMessagePath?: string;
  /** Its first process has an input that clients can write to; otherwise the input is at its end. */
  readonly stdin?: boolean;
  /** The input ends when the first client that was attached to it goes. */
  readonly stdinOnce?: boolean;
  /** Its first process has a terminal. */
  readonly tty?: boolean;
  /** Declarations of the pod's spec, for images of which the runtime knows nothing else. */
  readonly declared?: DeclaredContainer;
  /** The container of its sandbox whose processes it is among; it ends with them. Models `NamespaceMode_TARGET` of CRI. */
  readonly processesOf?: string;
  /** Profiles that its node must have to confine the container; none unless given. */
  readonly localProfiles?: LocalProfiles;
}

/** Profiles of its node that a container is confined by. Models the `Localhost` of `SecurityProfile` of CRI. */
export interface LocalProfiles {
  /** A file of the node. */
  readonly seccomp?: string;
  /** The name of one that is loaded into the node's kernel. */
  readonly appArmor?: string;
}

/** How large a node is. */
export interface NodeSize {
  /** Whole ones. */
  readonly processors: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** Limits of a container, and its share where all processors are busy. */
export interface ResourceLimits {
  /** Thousandths of a processor that it asked for, or its limit where it asked for none. */
  readonly cpuRequestMilli?: number;
  /** Thousandths of a processor. */
  readonly cpuMilli?: number;
  readonly memoryBytes?: number;
}

/** What a container uses just now. Models `ContainerStats` of CRI. */
export interface ContainerStats {
  readonly id: string;
  readonly podUid: string;
  readonly name: string;
  readonly at: LabTime;
  readonly cpu: {
    /** Since it started. */
    readonly usageCoreNanoSeconds: number;
    /** Billionths of a processor, on average over the last 15 s. */
    readonly usageNanoCores: number;
    /** How long it wanted more than its limit. */
    readonly throttledMs: number;
  };
  readonly memory: { readonly workingSetBytes: number };
  /** Its writable layer, and its log. */
  readonly disk: { readonly usedBytes: number; readonly logBytes: number };
  readonly processes: number;
}

/** A file or folder of the node that a container sees. Models `Mount` of CRI. */
export interface ContainerMount {
  readonly containerPath: string;
  /** In the files of the node; it is there. */
  readonly hostPath: string;
  readonly readOnly?: boolean;
}

/** A port of a node that leads to one of a pod. Models `PortMapping` of CRI. */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** The one address of the node that it is at; all unless said. */
  readonly hostIP?: string;
}

/** The pod around containers: what they share. */
export interface SandboxSpec {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly hostname: string;
  /** Its containers see each other's processes. Models `NamespaceMode_POD` of CRI. */
  readonly sharesProcesses?: boolean;
  /** It has no network of its own but that of its node. Models `NamespaceMode_NODE` of CRI. */
  readonly hostNetwork?: boolean;
  /** None unless said. */
  readonly portMappings?: readonly PortMapping[];
  /** What `/etc/resolv.conf` says. Models `DNSConfig` of CRI. */
  readonly dns?: { readonly servers?: readonly string[]; readonly searches?: readonly string[]; readonly options?: readonly string[] };
}

/** What the runtime says of a container. Times are lab times. */
export interface ContainerReport {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  /** Whom its first process runs as; `groups` begins with the process's own. Unknown unless said. Models `ContainerUser` of CRI. */
  readonly user?: { readonly uid: number; readonly gid: number; readonly groups: readonly number[] };
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
  /** Counts the container's lines from 0; lines that were dropped keep their number. */
  readonly sequence: number;
  readonly at: LabTime;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** Set where no line break follows: a part of a long line, or the end of an output without one. The tag `P` of a CRI log. */
  readonly partial?: true;
}

/** Which lines are wanted. Models `PodLogOptions`. */
export interface LogQuery {
  readonly tailLines?: number;
  readonly sinceTime?: LabTime;
  /** Only lines of this sequence number and later. */
  readonly from?: number;
  /** At most this many lines: the first ones, after `tailLines` was applied. */
  readonly linesMax?: number;
}

/** What is said to a port of a pod once it accepts the connection. */
export type PortRequest =
  | { readonly ask: 'tcp' }
  | { readonly ask: 'http'; readonly path: string; readonly tls: boolean }
  | { readonly ask: 'grpc-health'; readonly service: string };

/** An image on a node's disk. */
export interface LocalImage {
  /** `docker.io/library/nginx@sha256:…` */
  readonly id: string;
  /** The id, and the tags that lead to it. */
  readonly names: readonly string[];
  readonly sizeBytes: number;
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

/** The runtime could not do what was asked; the message is what it would say. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

/**
 * A node's containers, in the shape of CRI: another runtime can stand here.
 * Whatever takes time resolves when it is done, on the lab's clock.
 */
export interface ContainerRuntime {
  /** Rejects with RuntimeError. `ip`: of the pod, or of the node whose network it has. */
  runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }>;
  /** Ends what still runs in it and gives its address back. */
  stopSandbox(id: string): Promise<void>;
  /** Rejects with ImageError. */
  pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number; isStandIn?: true }>;
  /** `user`: user of its programs, by name or number; root when absent. `isStandIn`: true when only its name is known. */
  hasImage(image: string): { imageId: string; user?: string; isStandIn?: true } | undefined;
  /** The images on the node's disk. */
  images(): readonly LocalImage[];
  /** Takes an image and all its names off the disk; containers that were made of it are not touched. */
  removeImage(id: string): void;
  createContainer(sandboxId: string, spec: ContainerSpec): Promise<string>;
  /** Rejects with RuntimeError; the container has then exited with code 128 and reason StartError. */
  startContainer(id: string): Promise<void>;
  /** Holds a running container to other limits from now on. Throws RuntimeError when it does not run. */
  updateContainer(id: string, limits: ResourceLimits): void;
  /** TERM, then KILL after the grace period; resolves when the container has exited. Asked again, the earliest KILL counts. */
  stopContainer(id: string, graceMs: number): Promise<void>;
  /** Forgets an exited container and its log. */
  removeContainer(id: string): void;
  /**
   * Runs a command beside the first process of a running container, for a client; it is killed when the session stops.
   * Resolves when it has ended and its output is written. Rejects with RuntimeError when it cannot be started, with StoppedError
   * when the session stopped first.
   */
  exec(id: string, command: readonly string[], session: ExecSession): Promise<{ exitCode: number }>;
  /**
   * Connects a client to the first process of a running container, from now on. Resolves when the container has exited or the
   * session stopped; the container does not mind. Rejects with RuntimeError when it does not run.
   */
  attach(id: string, session: ExecSession): Promise<void>;
  /**
   * Connects to a port inside a sandbox's network, from its node, as `kubectl port-forward` does: to `localhost` there.
   * Rejects with ConnectionError: `refused` when nobody listens, `timeout` when there is no such sandbox.
   */
  connect(sandboxId: string, port: number): Promise<Connection>;
  /**
   * Speaks to a port of a sandbox, from its node. A server that does not answer never resolves: time-outs are the caller's, who
   * stops `stop` then.
   */
  reach(sandboxId: string, port: number, request: PortRequest, stop?: StopSignal): Promise<PortAnswer>;
  reports(): readonly ContainerReport[];
  /** What the running containers use just now. */
  stats(): readonly ContainerStats[];
  /** Called after each change of a container's state. */
  onChange(listener: (report: ContainerReport) => void): () => void;
  logs(id: string, query: LogQuery): readonly LogLine[];
  /** Lines as they are written from now on; `end` when the container exits. */
  followLogs(id: string, on: { line(line: LogLine): void; end(): void }): () => void;
  /** The node loses power: nothing runs any more, nothing is reported. */
  shutDown(): void;
}
