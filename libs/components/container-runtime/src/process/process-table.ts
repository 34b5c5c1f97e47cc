import { FileError, type Files } from '@klockwork/files';
import type { ExitStatus, Process, Processes, ProcessView, Signal } from '@klockwork/userland';
import type { ProcessLimit } from './process-limit.ts';

/** Process as its table needs it. */
export interface TableProcess extends ProcessView {
  readonly files: Files;
  readonly machine: { readonly limit: ProcessLimit };
  parent: number;
  adopted: boolean;
  end(status: ExitStatus): void;
  signalled(signal: Signal, isInit: boolean): void;
  ignores(signal: Signal): boolean;
}

const INIT = 1;

/** Processes of one PID namespace. PID 1 ignores signals without a handler, and its exit ends all others. */
export class ProcessTable<P extends TableProcess> implements Processes {
  readonly #processes = new Map<number, P>();
  #pids: number;

  /** `hasPause`: PID 1 is a pod's `/pause`, which lives as long as the pod, reaps zombies and is hidden. */
  constructor({ hasPause = false }: { readonly hasPause?: boolean } = {}) {
    this.#pids = hasPause ? INIT : 0;
  }

  find(pid: number): P | undefined {
    return this.#processes.get(pid);
  }

  get(pid: number): ProcessView | undefined {
    return this.#processes.get(pid);
  }

  list(): readonly P[] {
    return [...this.#processes.values()];
  }

  /** Adds the process that `create` returns for the next pid. */
  add(create: (pid: number) => P): P {
    this.#pids += 1;
    const process = create(this.#pids);
    this.#processes.set(this.#pids, process);
    return process;
  }

  kill(sender: Process, target: number, signal: Signal): void {
    const named = this.#targets(sender, target);
    if (named.length === 0) throw new FileError('ESRCH');
    const receivers = named.filter((process) => maySignal(sender, process));
    if (receivers.length === 0) throw new FileError('EPERM');
    for (const process of receivers) this.#deliver(process, signal);
  }

  /** A signal from outside of the namespace: KILL ends even PID 1. */
  signal(process: P, signal: Signal): void {
    if (signal === 'KILL') process.end({ code: 137, signal });
    else this.#deliver(process, signal);
  }

  /** Ends all of a container's processes, from outside. */
  killAll(of: (process: P) => boolean = () => true): void {
    for (const process of this.list()) if (of(process)) process.end({ code: 137, signal: 'KILL' });
  }

  /** Handles an exit: reparents children and notifies the parent. */
  ended(process: P): void {
    if (process.pid === INIT) this.#close();
    else this.#leave(process);
  }

  #leave(process: P): void {
    for (const child of this.#processes.values()) if (child.parent === process.pid) this.#adopt(child);
    const parent = this.#processes.get(process.parent);
    // Without a waiting parent (started by the runtime, or PID 1 ended), no zombie remains.
    if (parent === undefined || parent.ended || parent.ignores('CHLD')) this.#remove(process);
    else this.#deliver(parent, 'CHLD');
  }

  /** Reaps a child of `parent`, plus zombies of adopted children. */
  reap(parent: number, pid: number): void {
    const child = this.#processes.get(pid);
    if (child?.parent === parent) this.#remove(child);
    if (parent !== INIT) return;
    for (const orphan of this.#processes.values()) if (orphan.adopted && orphan.ended) this.#remove(orphan);
  }

  #adopt(child: P): void {
    child.parent = INIT;
    child.adopted = true;
    if (child.ended && this.#processes.get(INIT) === undefined) this.#remove(child);
  }

  /** PID 1 has ended: everything ends. */
  #close(): void {
    this.killAll();
    for (const process of this.list()) this.#remove(process);
  }

  #remove(process: P): void {
    if (this.#processes.delete(process.pid)) process.machine.limit.release();
  }

  #deliver(process: P, signal: Signal): void {
    process.signalled(signal, process.pid === INIT);
  }

  #targets(sender: Process, target: number): readonly P[] {
    const all = this.list();
    if (target > 0) return all.filter(({ pid }) => pid === target);
    if (target === -1) return all.filter(({ pid }) => pid !== INIT && pid !== sender.pid);
    const wantedGroup = target === 0 ? sender.group : -target;
    return all.filter(({ group }) => group === wantedGroup);
  }
}

function maySignal(sender: Process, { files }: TableProcess): boolean {
  const { uid } = sender.files.user;
  return uid === 0 || uid === files.user.uid;
}
