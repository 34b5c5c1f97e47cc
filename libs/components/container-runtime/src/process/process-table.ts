import { FileError, type Files } from '@klockwork/files';
import type { Process, Processes, ProcessView, Signal } from '@klockwork/userland';
import { type ProcessParts, SimulatedProcess } from './simulated-process.ts';

/** Parts of a process before its pid is assigned. */
export interface NewProcess extends Omit<ProcessParts, 'pid' | 'group' | 'files'> {
  readonly group: number | 'own';
  files(pid: number): Files;
}

const INIT = 1;

/** Processes of one PID namespace. PID 1 ignores signals without a handler, and its exit ends all others. */
export class ProcessTable implements Processes {
  readonly #processes = new Map<number, SimulatedProcess>();
  #pids: number;

  /** `hasPause`: PID 1 is a pod's `/pause`, which lives as long as the pod, reaps zombies and is hidden. */
  constructor({ hasPause = false }: { readonly hasPause?: boolean } = {}) {
    this.#pids = hasPause ? INIT : 0;
  }

  find(pid: number): SimulatedProcess | undefined {
    return this.#processes.get(pid);
  }

  get(pid: number): ProcessView | undefined {
    return this.#processes.get(pid);
  }

  list(): readonly SimulatedProcess[] {
    return [...this.#processes.values()];
  }

  add(parts: NewProcess): SimulatedProcess {
    this.#pids += 1;
    const pid = this.#pids;
    const process = new SimulatedProcess({ ...parts, pid, group: parts.group === 'own' ? pid : parts.group, files: parts.files(pid) });
    this.#processes.set(pid, process);
    return process;
  }

  kill(sender: Process, target: number, signal: Signal): void {
    const named = this.#targets(sender, target);
    if (named.length === 0) throw new FileError('ESRCH');
    const allowed = named.filter((process) => maySignal(sender, process));
    if (allowed.length === 0) throw new FileError('EPERM');
    for (const process of allowed) this.#deliver(process, signal);
  }

  /** A signal from outside of the namespace: KILL ends even PID 1. */
  signal(process: SimulatedProcess, signal: Signal): void {
    if (signal === 'KILL') process.end({ code: 137, signal });
    else this.#deliver(process, signal);
  }

  /** Ends all of a container's processes, from outside. */
  killAll(of: (process: SimulatedProcess) => boolean = () => true): void {
    for (const process of this.list()) if (of(process)) process.end({ code: 137, signal: 'KILL' });
  }

  /** Handles an exit: reparents children and notifies the parent. */
  ended(process: SimulatedProcess): void {
    if (process.pid === INIT) this.#close();
    else this.#leave(process);
  }

  #leave(process: SimulatedProcess): void {
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

  #adopt(child: SimulatedProcess): void {
    child.parent = INIT;
    child.adopted = true;
    if (child.ended && this.#processes.get(INIT) === undefined) this.#remove(child);
  }

  /** PID 1 has ended: everything ends. */
  #close(): void {
    this.killAll();
    for (const process of this.list()) this.#remove(process);
  }

  #remove(process: SimulatedProcess): void {
    if (this.#processes.delete(process.pid)) process.machine.limit.release();
  }

  #deliver(process: SimulatedProcess, signal: Signal): void {
    process.signalled(signal, process.pid === INIT);
  }

  #targets(sender: Process, target: number): readonly SimulatedProcess[] {
    const all = this.list();
    if (target > 0) return all.filter(({ pid }) => pid === target);
    if (target === -1) return all.filter(({ pid }) => pid !== INIT && pid !== sender.pid);
    const wanted = target === 0 ? sender.group : -target;
    return all.filter(({ group }) => group === wanted);
  }
}

function maySignal(sender: Process, { files }: SimulatedProcess): boolean {
  const { uid } = sender.files.user;
  return uid === 0 || uid === files.user.uid;
}
