import type { ClusterApi } from '@klockwork/cluster-api';
import type { Activity, Clock, Logger, Random } from '@klockwork/kernel';

/** Dependencies of a component: ports only. */
export interface ComponentContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly activity: Activity;
  readonly logger: Logger;
  /** Returns the API for this component's user and user agent. */
  api(actor: { user: string; userAgent: string }): ClusterApi;
}

/** Started component. `stop` ends it in order, and resolves after all its work ended. */
export interface Running {
  stop(): Promise<void>;
}
