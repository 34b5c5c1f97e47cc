import type { LabTime, StopSignal } from '@klockwork/kernel';
import type { Connection } from './connection.ts';
import type { DeclaredContainer } from './declared-container.ts';
import type { ExecSession } from './exec-session.ts';
import type { PortAnswer } from './probes/probe-outcome.ts';

/** Container to create. The kubelet has resolved all environment values. */
export interface ContainerSpec {
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** Mounted files and folders of the node; default none. */
  readonly mounts?: readonly ContainerMount[];
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * User of the container's processes; default the image's user, root for most. Supplementary groups of the image are added to `groups`.
   */
  readonly user?: { readonly uid?: number; readonly gid?: number; readonly groups?: readonly number[]; readonly onlySaidGroups?: true };
  /** Resource limits; default all resources of the node. */
  readonly limits?: ResourceLimits;
  /** True if only mounts are writable. */
  readonly readOnlyRoot?: boolean;
  /** True if the container may change kernel parameters of its node. */
  readonly privileged?: boolean;
  /** True if set-user-ID programs keep the user of their caller. */
  readonly noNewPrivileges?: boolean;
  /** File whose content becomes the report's `message` at exit. */
  readonly terminationMessagePath?: string;
  /** True if clients can write to the first process's stdin; otherwise stdin is at its end. */
  readonly stdin?: boolean;
  /** Ends stdin when the first attached client leaves. */
  readonly stdinOnce?: boolean;
  /** True if the first process has a terminal. */
  readonly tty?: boolean;
  /** Facts from the pod's spec, for images without a description. */
  readonly declared?: DeclaredContainer;
  /** Container of the sandbox whose process namespace is shared; this container ends with it. Models `NamespaceMode_TARGET` of CRI. */
  readonly processesOf?: string;
  /** Required security profiles of the node; default none. */
  readonly localProfiles?: LocalProfiles;
}

/** Security profiles on the node. Models `Localhost` of `SecurityProfile` of CRI. */
export interface LocalProfiles {
  /** File on the node. */
  readonly seccomp?: string;
  /** Profile name, loaded in the node's kernel. */
  readonly appArmor?: string;
}

/** Port of a host, by its address or name. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Capacity of a node. */
export interface NodeSize {
  /** Number of processors. */
  readonly processors: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** Limits of a container, and its CPU share under contention. */
export interface ResourceLimits {
  /** CPU request in thousandths of a processor; default the limit. */
  readonly cpuRequestMilli?: number;
  /** CPU limit in thousandths of a processor. */
  readonly cpuMilli?: number;
  readonly memoryBytes?: number;
}

/** Present usage of a container. Models `ContainerStats` of CRI. */
export interface ContainerStats {
  readonly id: string;
  readonly podUid: string;
  readonly name: string;
  readonly at: LabTime;
  readonly cpu: {
    /** Total since the start. */
    readonly usageCoreNanoSeconds: number;
    /** Billionths of a processor, averaged over 15 s. */
    readonly usageNanoCores: number;
    /** Total time above the CPU limit, in ms. */
    readonly throttledMs: number;
  };
  readonly memory: { readonly workingSetBytes: number };
  /** Writable layer and log. */
  readonly disk: { readonly usedBytes: number; readonly logBytes: number };
  readonly processes: number;
}

/** File or folder of the node inside a container. Models `Mount` of CRI. */
export interface ContainerMount {
  readonly containerPath: string;
  /** Existing path on the node. */
  readonly hostPath: string;
  readonly readOnly?: boolean;
}

/** Container that ran before this runtime, in a copy of its cluster. */
export interface EarlierContainer {
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly startedAt: LabTime;
  /** True for an init container that succeeded before the containers of its pod started. */
  readonly hasSucceeded?: true;
  /** Stop in progress. */
  readonly stop?: { readonly at: LabTime; readonly graceMs: number };
}

/** Mapping of a node port to a pod port. Models `PortMapping` of CRI. */
export interface PortMapping {
  readonly hostPort: number;
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
  /** Node address of the port; default all. */
  readonly hostIP?: string;
}

/** Sandbox of a pod: shared resources of its containers. */
export interface SandboxSpec {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly hostname: string;
  /** True for a shared process namespace. Models `NamespaceMode_POD` of CRI. */
  readonly sharesProcesses?: boolean;
  /** True for the node's network. Models `NamespaceMode_NODE` of CRI. */
  readonly hostNetwork?: boolean;
  /** Default none. */
  readonly portMappings?: readonly PortMapping[];
  /** Content of `/etc/resolv.conf`. Models `DNSConfig` of CRI. */
  readonly dns?: { readonly servers?: readonly string[]; readonly searches?: readonly string[]; readonly options?: readonly string[] };
  /** Kernel parameters of the pod, by name: `net.ipv4.tcp_syncookies`. Models `LinuxPodSandboxConfig.Sysctls` of CRI. */
  readonly sysctls?: Readonly<Record<string, string>>;
}

/** State of a container, reported by the runtime. Times are lab times. */
export interface ContainerReport {
  readonly id: string;
  readonly sandboxId: string;
  readonly name: string;
  readonly attempt: number;
  readonly image: string;
  readonly imageId: string;
  /** User of the first process, if known; `groups` starts with the primary group. Models `ContainerUser` of CRI. */
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

/** Log line of a container. */
export interface LogLine {
  /** Number of the line, from 0; dropped lines keep their numbers. */
  readonly sequence: number;
  readonly at: LabTime;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** True without a line break: part of a long line, or end of an output. The tag `P` of a CRI log. */
  readonly partial?: true;
}

/** Selection of log lines. Models `PodLogOptions`. */
export interface LogQuery {
  readonly tailLines?: number;
  readonly sinceTime?: LabTime;
  /** First sequence number. */
  readonly from?: number;
  /** Maximum number of lines, counted from the first one after `tailLines` applied. */
  readonly linesMax?: number;
}

/** Request to a pod port after the connection is accepted. */
export type PortRequest =
  | { readonly type: 'tcp' }
  | { readonly type: 'http'; readonly path: string; readonly tls: boolean }
  | { readonly type: 'grpc-health'; readonly service: string };

/** Image on a node's disk. */
export interface LocalImage {
  /** `docker.io/library/nginx@sha256:…` */
  readonly id: string;
  /** Id and tags of the image. */
  readonly names: readonly string[];
  readonly sizeBytes: number;
}

/** Failed pull, with upstream's reason (`ErrImagePull`, `InvalidImageName` …) and message. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Failed runtime call, with the runtime's message. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

/** Client of a connection to a sandbox; default `localhost`. */
export type ConnectionSource = 'localhost' | 'node' | 'outside';

/** Containers of a node: a CRI-shaped port. Calls with a duration resolve at their end, on the lab's clock. */
export interface ContainerRuntime {
  /** Starts a sandbox. Rejects with RuntimeError. `ip`: address of the pod, or of its node for host networking. */
  runSandbox(spec: SandboxSpec): Promise<{ id: string; ip: string }>;
  /** Ends all processes of the sandbox and releases its address. */
  stopSandbox(id: string): Promise<void>;
  /** Pulls an image. Rejects with ImageError. */
  pullImage(image: string): Promise<{ imageId: string; sizeBytes: number; tookMs: number; isStandIn?: true }>;
  /**
   * Returns a local image; undefined if absent. `user`: default user, by name or number; root if absent. `isStandIn`: only the image's name
   * is known.
   */
  hasImage(image: string): { imageId: string; user?: string; isStandIn?: true } | undefined;
  images(): readonly LocalImage[];
  /** Removes an image and all its names from disk; existing containers are unaffected. */
  removeImage(id: string): void;
  createContainer(sandboxId: string, spec: ContainerSpec): Promise<string>;
  /** Starts a container. Rejects with RuntimeError; the container then has exit code 128 and reason StartError. */
  startContainer(id: string): Promise<void>;
  /** Changes the limits of a running container. Throws RuntimeError if it does not run. */
  updateContainer(id: string, limits: ResourceLimits): void;
  /** Sends TERM, and KILL after the grace period; resolves after the exit. Among repeated calls the earliest KILL applies. */
  stopContainer(id: string, graceMs: number): Promise<void>;
  /** Removes an exited container and its log. */
  removeContainer(id: string): void;
  /**
   * Runs a command in a running container for a client; a stopped session kills it. Resolves after the exit, once all output is written.
   * Rejects with RuntimeError for a failed start, and with StoppedError for a stopped session.
   */
  exec(id: string, command: readonly string[], session: ExecSession): Promise<{ exitCode: number }>;
  /**
   * Attaches a client to the first process of a running container. Resolves when the container exits or the session stops; the container
   * continues. Rejects with RuntimeError if it does not run.
   */
  attach(id: string, session: ExecSession): Promise<void>;
  /**
   * Connects to a port of a sandbox: on `localhost` like `kubectl port-forward`, or on its address, from the node or from outside the cluster.
   * Rejects with ConnectionError: `refused` without a listener, `timeout` without such a sandbox, and where policies forbid it.
   */
  connect(sandboxId: string, port: number, from?: ConnectionSource): Promise<Connection>;
  /**
   * Sends a request from the node to a port of a sandbox, or of another host. Without an answer it never resolves: the caller stops `stop`
   * after its time-out.
   */
  reach(sandboxId: string, to: number | HostPort, request: PortRequest, stop?: StopSignal): Promise<PortAnswer>;
  /** Adds images to the disk without a pull. Images unknown to the registry are skipped. */
  restoreImages(names: readonly string[]): void;
  /** Creates the sandbox of a pod that ran before this runtime, with its address; returns its id. Throws RuntimeError. */
  restoreSandbox(spec: SandboxSpec, ip: string): string;
  /**
   * Continues containers of a restored sandbox: repeats their programs from the start to the present. Returns their reports, without calls
   * of listeners. Rejects with RuntimeError if the repetition differs from the past, and with its reason.
   */
  resumeContainers(sandboxId: string, containers: readonly EarlierContainer[]): Promise<readonly ContainerReport[]>;
  reports(): readonly ContainerReport[];
  /** Returns the present usage of running containers. */
  stats(): readonly ContainerStats[];
  /** Calls `listener` after each change of a container's state. */
  onChange(listener: (report: ContainerReport) => void): () => void;
  logs(id: string, query: LogQuery): readonly LogLine[];
  /** Follows new log lines; `end` is called at the container's exit. */
  followLogs(id: string, on: { line(line: LogLine): void; end(): void }): () => void;
  /** Simulates a power loss: all processes end without reports. */
  shutDown(): void;
}
