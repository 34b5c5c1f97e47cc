import type { FileTree } from '@klockwork/files';
import type { Clock, LabTime } from '@klockwork/kernel';
import type { ContainerStats, NodeSize } from '@klockwork/pod-lifecycle';
import type { NodeLoad, NodeView, TlsServers } from '@klockwork/userland';
import { sysctlFiles } from '../root-files/sysctl-files.ts';

/** Inputs of a node's measurements. */
export interface NodeMachineParts {
  readonly clock: Clock;
  readonly size?: NodeSize;
  readonly tls?: TlsServers;
  /** Current use of all containers. */
  stats(): readonly Omit<ContainerStats, 'podUid'>[];
  /** Disk bytes of images and volumes, without container layers. */
  storedBytes(): number;
}

/** Default size of a node. */
const USUAL_SIZE: NodeSize = { processors: 4, memoryBytes: 8 * 1_024 ** 3, diskBytes: 61_202_244 * 1_024 };

/** Node as seen from its containers: whole machine, regardless of their limits. */
export class NodeMachine implements NodeView {
  readonly size: NodeSize;
  readonly bootedAt: LabTime;
  readonly tls: TlsServers | undefined;
  /** Files of `/proc/sys`. */
  readonly sysctls: FileTree;
  readonly #parts: NodeMachineParts;

  constructor(parts: NodeMachineParts) {
    this.#parts = parts;
    this.size = parts.size ?? USUAL_SIZE;
    this.tls = parts.tls;
    this.bootedAt = parts.clock.now();
    this.sysctls = sysctlFiles(parts.clock);
  }

  /** Ms since boot. */
  get upMs(): number {
    return this.#parts.clock.now() - this.bootedAt;
  }

  /** Sums over all containers: expensive, meant for reads only. */
  get load(): NodeLoad {
    const stats = this.#parts.stats();
    const sum = (amount: (of: (typeof stats)[number]) => number) => stats.reduce((all, each) => all + amount(each), 0);
    return {
      busyProcessors: sum(({ cpu }) => cpu.usageNanoCores) / 1e9,
      busySeconds: sum(({ cpu }) => cpu.usageCoreNanoSeconds) / 1e9,
      memoryBytes: Math.min(
        this.size.memoryBytes,
        sum(({ memory }) => memory.workingSetBytes),
      ),
      diskBytes: Math.min(this.size.diskBytes, this.#parts.storedBytes() + sum(({ disk }) => disk.usedBytes + disk.logBytes)),
      processes: sum(({ processes }) => processes),
    };
  }
}
