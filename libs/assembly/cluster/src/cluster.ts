import type { ClusterApi } from '@klockwork/cluster-api';
import type { StoredEvent } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import type { Cancel } from '@klockwork/kernel';
import type { KubeletContext } from '@klockwork/kubelet';

/** Services of every cluster, in start order. Other processes are nodes, named after their node. */
export const SERVICES = ['api-server', 'scheduler', 'controller-manager'] as const;

/** Cluster of simulated processes in one process, each with its own connection, timers and memory. Only the assembler advances lab time. */
export interface Cluster {
  readonly nodes: readonly string[];
  /** Names of all processes: the services, then the nodes. */
  readonly processes: readonly string[];
  /** API client of an administrator, also subject to network faults. */
  readonly api: ClusterApi;
  /** HTTP API of the running api-server; answers 503 without one. */
  readonly http: HttpApi;
  /** Calls `listener` for each event once it is durable, whichever api-server wrote it. */
  onCommitted(listener: (event: StoredEvent) => void): Cancel;
  isRunning(process: string): boolean;
  /** Starts a stopped process; ready after its boot in lab time. */
  start(process: string): void;
  /** Stops a process in order, as SIGTERM does. */
  stop(process: string): Promise<void>;
  /** Kills a process, as SIGKILL does: memory is lost, nothing is flushed. Durable data remains. */
  crash(process: string): void;
  /** Writes a manifest file of a node; without `value`, removes the file. */
  writeManifest(node: string, path: string, value?: object): void;
  /** Disconnects a process from the network without its knowledge. The partition survives restarts. */
  partition(process: string): void;
  heal(process: string): void;
  /** Connects a foreign process to the network. */
  join(name: string): KubeletContext;
  /** Kills all processes, also joined ones. A cluster that never idles runs forever otherwise. */
  end(): void;
}
