import type { BusClock } from '@klockwork/bus';
import type { HttpApi } from '@klockwork/http-api';
import type { Activity, DrivenClock, HostTimer, LabTime } from '@klockwork/kernel';

/** Services of the host for clusters in tests. */
export interface HostPorts {
  readonly timer: HostTimer;
  /** Creates the activity of a cluster's processes. */
  activity(): Activity;
  /** Creates a clock that stands at `labAt`. */
  clock(activity: Activity, labAt: LabTime): DrivenClock & BusClock;
  /** Opens a port for clients over HTTPS. */
  openApiPort(api: ServedApi): Promise<ApiPort>;
}

/** API of running processes, and the activity that its requests belong to. */
export interface ServedApi {
  readonly http: HttpApi;
  readonly activity: Activity;
}

/** Open port of an API. */
export interface ApiPort {
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Closes all connections, and serves another API on the same port. */
  serve(next: ServedApi): Promise<void>;
  /** Closes the port, and removes the kubeconfig. */
  close(): Promise<void>;
}
