import type { ClusterApi } from '@klockwork/cluster-api';
import type { Activity, Clock, Logger, Random } from '@klockwork/kernel';

/** What every component is made of: ports only. */
export interface ComponentContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly activity: Activity;
  readonly logger: Logger;
  /** As this component: its user and user agent go with each write. */
  api(actor: { user: string; userAgent: string }): ClusterApi;
}

/** A started component. `stop` ends it in order and resolves when nothing of it is left. */
export interface Running {
  stop(): Promise<void>;
}
