import type { DescribedWebhook } from '@klockwork/cluster';
import type { NodeGroupSize } from '@klockwork/resources';
import type { Script } from './script.ts';

/** Script against a cluster. Invariants state conditions of the whole run. */
export interface Scenario {
  /** Names the file and the command line: `rolling-update`. */
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly string[];
  /** Limits of the group of nodes; the cluster starts with as many of `nodes` as the minimum. */
  readonly autoscale?: NodeGroupSize;
  /** Names of deliberately broken invariants. */
  readonly waives?: readonly string[];
  /** Programs behind webhook configurations, by URL. */
  readonly webhooks?: readonly DescribedWebhook[];
  /** Starts with Ready nodes; resolves once the cluster reached its goal. */
  run(script: Script): Promise<void>;
}
