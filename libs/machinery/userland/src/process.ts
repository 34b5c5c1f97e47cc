import type { Files, FileTree } from '@klockwork/files';
import type { Life } from '@klockwork/images';
import type { Clock, LabTime, Random, StopSignal } from '@klockwork/kernel';
import type { DeclaredContainer } from '@klockwork/pod-lifecycle';
import type { Network } from './network/network.ts';
import type { NodeView } from './node-view.ts';
import type { Signal } from './process/signals.ts';
import type { Reader, Writer } from './process/stream.ts';

/**
 * Runs a process and returns its exit code. A rejection after a kill, or with EPIPE, ends the process as the signal would.
 * Any other rejection is a failure of ours, which ends the process as SIGSEGV would.
 */
export type Main = (process: Process) => number | Promise<number>;

/** How a process ended. */
export interface ExitStatus {
  /** 0 to 255; 128 and the signal's number when one ended it. */
  readonly code: number;
  readonly signal?: Signal;
}

/** What a process does about a signal. As PID 1 `default` is nothing. */
export type SignalAction = 'default' | 'ignore' | ((signal: Signal) => void);

/** A process as its parent holds it. It stays a zombie until it was waited for. */
export interface Child {
  readonly pid: number;
  readonly ended: boolean;
  /** Resolves when it has ended. {@link Process.wait} is what a parent uses. */
  readonly exit: Promise<ExitStatus>;
}

/** What a child has that its parent does not; streams are duplicated, so that both close their own. */
export interface ChildOptions {
  readonly environment?: ReadonlyMap<string, string>;
  readonly stdin?: Reader;
  readonly stdout?: Writer;
  readonly stderr?: Writer;
  /** `'own'`: it leads a process group of its own; a number joins that group. Its parent's unless said. */
  readonly group?: number | 'own';
  /** The files as the child sees them: another user, another working folder. */
  readonly files?: Files;
}

/**
 * One process of a container. Paths, arguments, variables and all that flows are byte strings.
 * A process that was killed finds its streams closed and `killed` stopped: whatever it waits for rejects with StoppedError.
 */
export interface Process {
  readonly pid: number;
  /** 0 for the first process of a container and for those that `exec` starts. */
  readonly parent: number;
  readonly group: number;
  readonly argv: readonly string[];
  readonly startedAt: LabTime;
  readonly machine: Machine;
  readonly environment: ReadonlyMap<string, string>;
  /** The container's files as this process sees them: its user, its working folder (`changeDirectory`), its umask. */
  readonly files: Files;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly killed: StopSignal;
  /** Says what is done about a signal; gives what was done before. KILL cannot be caught. */
  onSignal(signal: Signal, action: SignalAction): SignalAction;
  /** Starts an executable, found through PATH. Throws FileError: ENOENT, EACCES, ENOEXEC, EISDIR … */
  spawn(argv: readonly string[], options?: ChildOptions): Child;
  /** Starts a copy of this process that does something else: a subshell. */
  fork(main: Main, options?: ChildOptions): Child;
  /** Becomes another program, under the same pid: give its code as your own. Throws FileError as {@link spawn} does. */
  replace(argv: readonly string[], environment?: ReadonlyMap<string, string>): Promise<number>;
  /** Waits for a child to end and takes its zombie away, with those of orphans that were adopted. */
  wait(child: Child): Promise<ExitStatus>;
  sleep(delayMs: number): Promise<void>;
  /** Never resolves: rejects with StoppedError when it is killed. */
  untilKilled(): Promise<never>;
  /** Does something beside its program. What fails there ends the process as if its program had failed. */
  beside(work: () => Promise<unknown>): void;
  /** Accounts for one command. Gives a promise to wait for when the process had enough of the processor. */
  spend(): Promise<void> | undefined;
  /** Uses a processor for so long. */
  work(cpuMs: number): Promise<void>;
  /** Opens a file, a device, or a handle under /dev or /proc. The process closes it. Throws FileError. */
  openReader(path: string): Reader;
  openWriter(path: string, options?: { readonly append?: boolean; readonly exclusive?: boolean }): Writer;
}

/** What one process uses. */
export interface ProcessUse {
  /** Thousandths of a processor, on average over the last 15 s or since it began. */
  readonly cpuMilli: number;
  /** All since it began, in ms of one processor. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

/** A process as `ps` shows it. */
export interface ProcessView {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly argv: readonly string[];
  readonly startedAt: LabTime;
  readonly environment: ReadonlyMap<string, string>;
  readonly files: Files;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** Ended, and not yet waited for. */
  readonly ended: boolean;
  /** What it uses; next to nothing once it has ended. */
  readonly use: ProcessUse;
}

/** The processes that see each other: those of a container, or of a whole pod when it shares them. */
export interface Processes {
  get(pid: number): ProcessView | undefined;
  /** By pid. */
  list(): readonly ProcessView[];
  /** kill(2): a pid, `-group`, 0 for the sender's group, -1 for all but PID 1 and the sender. Throws FileError ESRCH, EPERM. */
  kill(sender: Process, target: number, signal: Signal): void;
}

/** What all processes of one container share. */
export interface Machine {
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  readonly files: FileTree;
  readonly processes: Processes;
  /** The node that it is on. */
  readonly node: NodeView;
  /** The network of its pod. */
  readonly network: Network;
  /** Ports and end that the pod's spec declares for the container. */
  readonly declared: DeclaredContainer;
  /** Content that `cp` copies for a file of an image whose files are unknown; undefined when there is none. */
  unknownFile(path: string): string | undefined;
  /** Which run of its container this is, from 0. */
  readonly attempt: number;
  /** Accounts for what a described program of a process uses from now on; gives what ends it. */
  use(pid: number, life: Life): () => void;
  /** Version of the BusyBox of the image: `1.36.1`. */
  readonly busyboxVersion: string;
  /** How a shell of this image says that a command is not there. */
  notFound(shell: string, command: string): string;
}
