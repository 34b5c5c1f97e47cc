import type { ClockMode } from '@klockwork/lockstep';
import type { ServiceReport } from './service.ts';

/** Output of `klockwork status -o json`. */
export interface LabStatus {
  readonly server: string;
  /** Address of the console; null without one. */
  readonly console: string | null;
  readonly kubeconfig: string;
  /** Id of the lab, which no fork shares; null while the api-server does not answer. */
  readonly lab: string | null;
  /** Newest revision of the log; null while the api-server does not answer. */
  readonly revision: number | null;
  readonly clock: {
    readonly now: string;
    readonly rate: number;
    readonly mode: ClockMode;
    /** Processes that do not answer and are left behind. */
    readonly leftBehind: readonly string[];
  };
  readonly services: readonly ServiceReport[];
}

/** Agent after a start request, with its nodes. */
export interface StartedNode {
  readonly service: string;
  readonly nodes: readonly string[];
  /** The agent ran before, and nothing was started. */
  readonly ranAlready: boolean;
}
