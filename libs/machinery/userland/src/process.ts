import type { Files, FileTree } from '@klockwork/files';
import type { Life } from '@klockwork/images';
import type { Clock, LabTime, Random, StopSignal } from '@klockwork/kernel';
import type { DeclaredContainer } from '@klockwork/pod-lifecycle';
import type { Network } from './network/network.ts';
import type { NodeView } from './node-view.ts';
import type { Signal } from './process/signals.ts';
import type { Reader, Writer } from './process/stream.ts';

/**
 * Runs a process and returns its exit code. Rejections after a kill, or with EPIPE, end the process like the signal. Other rejections are
 * bugs of ours and end it like SIGSEGV.
 */
export type Main = (process: Process) => number | Promise<number>;

/** Exit status of a process. */
export interface ExitStatus {
  /** 0 to 255; 128 plus signal number after a fatal signal. */
  readonly code: number;
  readonly signal?: Signal;
}

/** Signal disposition. For PID 1, `default` means ignore. */
export type SignalAction = 'default' | 'ignore' | ((signal: Signal) => void);

/** Child process handle. An exited child stays a zombie until `wait`. */
export interface Child {
  readonly pid: number;
  readonly ended: boolean;
  /** Resolves at exit. Parents call {@link Process.wait}. */
  readonly exit: Promise<ExitStatus>;
}

/** Differences between child and parent. Streams are duplicated; parent and child close their own handles. */
export interface ChildOptions {
  readonly environment?: ReadonlyMap<string, string>;
  readonly stdin?: Reader;
  readonly stdout?: Writer;
  readonly stderr?: Writer;
  /** `'own'` starts a process group; a number joins that group. Default: the parent's group. */
  readonly group?: number | 'own';
  /** The files as the child sees them: another user, another working folder. */
  readonly files?: Files;
}

/**
 * Process of a container. Paths, arguments, variables and streams are byte strings. A kill closes its streams and stops `killed`; pending
 * operations reject with StoppedError.
 */
export interface Process {
  readonly pid: number;
  /** 0 for the first process of a container and for `exec` sessions. */
  readonly parent: number;
  readonly group: number;
  readonly argv: readonly string[];
  readonly startedAt: LabTime;
  readonly machine: Machine;
  readonly environment: ReadonlyMap<string, string>;
  /** Container files with this process's user, working folder (`changeDirectory`) and umask. */
  readonly files: Files;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly killed: StopSignal;
  /** Sets a signal disposition and returns the previous one. KILL cannot be caught. */
  onSignal(signal: Signal, action: SignalAction): SignalAction;
  /** Starts an executable, found through PATH. Throws FileError: ENOENT, EACCES, ENOEXEC, EISDIR … */
  spawn(argv: readonly string[], options?: ChildOptions): Child;
  /** Forks: the copy runs `main`, such as a subshell. */
  fork(main: Main, options?: ChildOptions): Child;
  /** Executes another program under the same pid; callers return its code. Throws FileError like {@link spawn}. */
  replace(argv: readonly string[], environment?: ReadonlyMap<string, string>): Promise<number>;
  /** Waits for a child's exit and reaps it, plus adopted orphans. */
  wait(child: Child): Promise<ExitStatus>;
  sleep(delayMs: number): Promise<void>;
  /** Never resolves; rejects with StoppedError at a kill. */
  untilKilled(): Promise<never>;
  /** Runs background work of the program. A failure of `work` ends the process like a failure of `main`. */
  beside(work: () => Promise<unknown>): void;
  /** Accounts for one command. Returns a promise when the process must yield its processor. */
  spend(): Promise<void> | undefined;
  /** Uses one processor for `cpuMs`. */
  work(cpuMs: number): Promise<void>;
  /** Opens a file, a device, or a handle under /dev or /proc. The process closes it. Throws FileError. */
  openReader(path: string): Reader;
  openWriter(path: string, options?: { readonly append?: boolean; readonly exclusive?: boolean }): Writer;
}

/** Resource use of one process. */
export interface ProcessUse {
  /** Millicores, average over 15 s or since its start. */
  readonly cpuMilli: number;
  /** Processor ms since its start. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

/** Process as listed by `ps`. */
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
  /** Resource use; near zero after exit. */
  readonly use: ProcessUse;
}

/** Processes in one PID namespace: a container, or a pod with a shared namespace. */
export interface Processes {
  get(pid: number): ProcessView | undefined;
  /** Sorted by pid. */
  list(): readonly ProcessView[];
  /** kill(2): a pid, `-group`, 0 for the sender's group, -1 for all but PID 1 and the sender. Throws FileError ESRCH, EPERM. */
  kill(sender: Process, target: number, signal: Signal): void;
}

/** State shared by all processes of a container. */
export interface Machine {
  readonly clock: Clock;
  readonly random: Random;
  readonly hostname: string;
  readonly files: FileTree;
  readonly processes: Processes;
  readonly node: NodeView;
  readonly network: Network;
  /** Ports and end that the pod's spec declares for the container. */
  readonly declared: DeclaredContainer;
  /** True for the container's first process and its descendants, false for those of an exec, a hook or a probe. */
  isOfFirst(process: Pick<Process, 'parent' | 'pid'>): boolean;
  /** Content for `cp` from an image with unknown files; undefined when unknown. */
  unknownFile(path: string): string | undefined;
  /** Restart count of the container, from 0. */
  readonly attempt: number;
  /** Accounts for resource use of an emulated program. Returns its release function. */
  use(pid: number, life: Life): () => void;
  /** BusyBox version of the image: `1.36.1`. */
  readonly busyboxVersion: string;
  /** Message of a shell of this image for an unknown command. */
  notFound(shell: string, command: string): string;
}
