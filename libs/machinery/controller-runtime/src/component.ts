import type { FaultyBus, Subjects } from '@klockwork/bus';
import type { ClusterApi } from '@klockwork/cluster-api';
import type { Activity, Clock, Logger, Random } from '@klockwork/kernel';

/** Connection of a process, for its faults. */
export interface FaultyConnection {
  readonly bus: FaultyBus;
  readonly subjects: Subjects;
  /** Returns an API without faults of the bus: a fault can always be ended. */
  api(actor: { user: string; userAgent: string }): ClusterApi;
}

/** Dependencies of a component: ports only. */
export interface ComponentContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly activity: Activity;
  readonly logger: Logger;
  /** Absent: faults do not affect the bus of this process. */
  readonly connection?: FaultyConnection;
  /** Returns the API for this component's user and user agent. */
  api(actor: { user: string; userAgent: string }): ClusterApi;
}

/** Started component. `stop` ends it in order, and resolves after all its work ended. */
export interface Running {
  stop(): Promise<void>;
}
