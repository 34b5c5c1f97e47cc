import type { LabTime } from '@klockwork/kernel';
import type { NodeSize } from '@klockwork/pod-lifecycle';
import type { TlsServers } from './network/tls-servers.ts';

/** Current load of a node. */
export interface NodeLoad {
  /** Busy processors, average over 15 s. */
  readonly busyProcessors: number;
  /** Processor time of all containers since boot, processor seconds. */
  readonly busySeconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly processes: number;
}

/** Node as seen from its containers; cgroup limits have no effect on it. */
export interface NodeView {
  readonly size: NodeSize;
  readonly bootedAt: LabTime;
  /** Time since boot, in ms. */
  readonly upMs: number;
  readonly load: NodeLoad;
  /** TLS for servers of programs; without it, such servers reset connections of real TLS clients. */
  readonly tls: TlsServers | undefined;
}
