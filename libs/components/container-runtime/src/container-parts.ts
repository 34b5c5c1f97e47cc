import type { FileTree } from '@klockwork/files';
import type { ResolvedImage } from '@klockwork/images';
import type { Clock, Random } from '@klockwork/kernel';
import type { ContainerReport, ContainerSpec } from '@klockwork/pod-lifecycle';
import type { Main } from '@klockwork/userland';
import type { CrashPlace } from './crash-log.ts';
import type { SandboxNetwork } from './network/sandbox-network.ts';
import type { NodeMachine } from './node/node-machine.ts';
import type { PodProcesses } from './process/process-limit.ts';
import type { ProcessTable } from './process/process-table.ts';
import type { SimulatedProcess } from './process/simulated-process.ts';

/** Parts of a container, and its callbacks. */
export interface ContainerParts {
  readonly id: string;
  readonly sandboxId: string;
  readonly hostname: string;
  readonly spec: ContainerSpec;
  readonly resolved: ResolvedImage;
  readonly clock: Clock;
  readonly random: Random;
  readonly logBytesMax: number;
  readonly network: SandboxNetwork;
  readonly files: FileTree;
  /** Processes of the container's PID namespace. */
  readonly processes: ProcessTable<SimulatedProcess>;
  /** Process count of the whole pod. */
  readonly podProcesses: PodProcesses;
  readonly node: NodeMachine;
  /** Finds the program of an executable; undefined when the image lacks that name. */
  programOf(image: ResolvedImage, executable: string): Main | undefined;
  /** Its pod: `pods/default/web` */
  readonly object: string;
  /** Reports a bug of ours inside this container. */
  crashed(place: CrashPlace, error: unknown): void;
  changed(report: ContainerReport): void;
}
