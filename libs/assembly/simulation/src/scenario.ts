import type { Script } from './script.ts';

/** Script against a cluster. Invariants state conditions of the whole run. */
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
