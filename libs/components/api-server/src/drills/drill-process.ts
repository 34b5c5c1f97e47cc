import type { StopSignal } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';

/** Process that runs drills, on clusters of its own, for clients over HTTP. */
export interface DrillProcess {
  /** Value of the header Authorization that the process accepts. */
  readonly authorization: string;
  /** Connects to the process, which starts with the first connection. Rejects with ConnectionError, or with an Error if it cannot start. */
  dial(stop: StopSignal): Promise<Connection>;
}
