import { FileTree } from '@klockwork/files';
import type { Clock } from '@klockwork/kernel';
import type { NodeMachine } from '../node/node-machine.ts';
import { ProcSource } from '../root-files/proc-source.ts';
import { ProcessTable } from './process-table.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Processes that see each other, and their /proc. */
export interface ProcessNamespace {
  readonly table: ProcessTable<SimulatedProcess>;
  readonly proc: FileTree;
}

/** Creates a PID namespace: private to a container, or of a pod with pause as PID 1. */
export function processNamespace(clock: Clock, node: NodeMachine, { hasPause = false } = {}): ProcessNamespace {
  const table = new ProcessTable<SimulatedProcess>({ hasPause });
  const source = new ProcSource(table, clock, node);
  return { table, proc: new FileTree({ now: () => clock.now(), source, jumps: (ino) => source.jump(ino), type: 'proc' }) };
}
