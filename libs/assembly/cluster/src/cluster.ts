import type { ClusterApi } from '@klockwork/cluster-api';
import type { StoredEvent } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import type { Cancel } from '@klockwork/kernel';
import type { KubeletContext } from '@klockwork/kubelet';

/** The services every cluster has, in the order they are started. A process beside them is a node, under the node's name. */
export const SERVICES = ['api-server', 'scheduler', 'controller-manager'] as const;

/**
 * A cluster in one process, made of simulated processes: each has a connection, timers and a memory of its own.
 * Nothing happens by itself: whoever assembled it lets lab time pass.
 */
export interface Cluster {
  readonly nodes: readonly string[];
  /** Names of all processes: the services, then the nodes. */
  readonly processes: readonly string[];
  /** The API as its administrator, over a connection that the network's faults meet like any other. */
  readonly api: ClusterApi;
  /** The HTTP API of the api-server that runs; without one it answers 503. */
  readonly http: HttpApi;
  /** Calls `listener` for each event once it is durable, whichever api-server wrote it. */
  onCommitted(listener: (event: StoredEvent) => void): Cancel;
  isRunning(process: string): boolean;
  /** Begins a process that does not run; it works when its start-up has been through, in lab time. */
  start(process: string): void;
  /** Ends a process in order, as SIGTERM does. */
  stop(process: string): Promise<void>;
  /** Kills a process, as SIGKILL does: memory is lost, nothing is flushed. Durable data remains. */
  crash(process: string): void;
  /** Writes a file of a node's folder of manifests; without a value it is removed. */
  writeManifest(node: string, path: string, value?: object): void;
  /** Cuts a process off the network; it goes on and does not know. Outlives the process. */
  partition(process: string): void;
  heal(process: string): void;
  /** Joins the network as a process that is no part of the cluster. */
  join(name: string): KubeletContext;
  /** Kills all processes, also joined ones. A cluster that never idles runs forever otherwise. */
  end(): void;
}
