import { Refusal, Unreachable } from './lab-client.ts';

/** The api-server may be restarted meanwhile: it is asked again so often, about 10 s of host time. */
const TRIES_MAX = 100;
const RETRY_MS = 100;

/**
 * The result of `act`, which is tried again while the api-server is away or not ready. Rejects with the last error after about 10 s, and
 * at once with any other. `act` runs more than once, so that it must be safe to repeat.
 */
export async function retryWhileAway<T>(act: () => Promise<T>, retryMs = RETRY_MS): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (!isAway(error) || tries === TRIES_MAX) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** True when the api-server did not take the request, or its answer was lost: only trying again tells whether for good. */
export function isAway(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && error.status === 503);
}
