import type { Script } from './script.ts';

/** A story that is played to a cluster. What must hold all the while is said by the invariants, not here. */
export interface Scenario {
  /** Names the file and the command line: `rolling-update`. */
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly string[];
  /** Names of invariants that the story itself breaks. */
  readonly waives?: readonly string[];
  /** Begins when all nodes are Ready, and ends with the cluster as it should be at the end. */
  run(script: Script): Promise<void>;
}
