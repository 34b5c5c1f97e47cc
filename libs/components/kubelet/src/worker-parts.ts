import type { ClusterApi } from '@klockwork/cluster-api';
import type { Clock, Logger } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { ContainerParts } from './container-spec.ts';
import type { ImagePuller } from './image-puller.ts';
import type { PodStarts } from './pod-starts/pod-starts.ts';
import type { WorkerHost } from './worker-host.ts';

/** Dependencies shared by the workers of a node. */
export interface WorkerParts extends ContainerParts {
  readonly clock: Clock;
  /** API on behalf of the node. */
  readonly api: Pick<ClusterApi, 'create'>;
  /** Clock of tokens. */
  readonly wallClock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly runtime: ContainerRuntime;
  readonly puller: ImagePuller;
  /** Records steps of a pod's start, in case one crashes the agent. */
  readonly starts: PodStarts;
  readonly host: WorkerHost;
}
