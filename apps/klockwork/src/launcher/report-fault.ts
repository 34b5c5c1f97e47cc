import { type LabClient, Refusal } from '../client/lab-client.ts';
import { UserError } from '../user-error.ts';

/** What befell a process of the lab, as the api-server takes it. */
export interface Fault {
  /** `SIGKILL`, `exit code 1` */
  readonly name: string;
  readonly process: string;
  readonly nodes: readonly string[];
}

/** The api-server may itself be what ended: it is asked until it is back, or so often. */
const TRIES_MAX = 150;
const RETRY_MS = 100;

/**
 * Tells the log what befell a process, which had no time to say so itself: `klockwork why` leads back to it. Throws UserError when nobody
 * could be told; does nothing more once the lab stops.
 */
export async function reportFault(client: Pick<LabClient, 'postJson'>, fault: Fault, stop: AbortSignal): Promise<void> {
  for (let tries = 1; !stop.aborted; tries++) {
    try {
      await client.postJson('/klockwork/v1/faults', fault);
      return;
    } catch (error) {
      // A refusal of what was said is our mistake; anything else is an api-server that is about to come back.
      if (error instanceof Refusal && error.status < 500) throw error;
      if (tries === TRIES_MAX) throw new UserError(`the log does not tell that ${fault.process} ended: ${(error as Error).message}`);
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
