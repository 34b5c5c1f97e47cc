import { type LabClient, Refusal } from '../client/lab-client.ts';
import { UserError } from '../user-error.ts';

/** Process fault, as posted to the api-server. */
export interface Fault {
  /** `SIGKILL`, `exit code 1` */
  readonly name: string;
  readonly process: string;
  readonly nodes: readonly string[];
}

/** Maximum number of attempts, because the api-server itself may have ended. */
const TRIES_MAX = 150;
const RETRY_MS = 100;

/**
 * Records a fault in the log, for a process that could not; `klockwork why` leads back to it. Throws UserError after the last failed
 * attempt. Returns early once the lab stops.
 */
export async function reportFault(client: Pick<LabClient, 'postJson'>, fault: Fault, stop: AbortSignal): Promise<void> {
  for (let tries = 1; !stop.aborted; tries++) {
    try {
      await client.postJson('/klockwork/v1/faults', fault);
      return;
    } catch (error) {
      // A refusal is a bug of ours; other errors mean a restarting api-server.
      if (error instanceof Refusal && error.status < 500) throw error;
      if (tries === TRIES_MAX) throw new UserError(`the log does not tell that ${fault.process} ended: ${(error as Error).message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
