import { Refusal, Unreachable } from './lab-client.ts';

/** Maximum number of attempts during an api-server restart, about 10 s of host time. */
const TRIES_MAX = 100;
const RETRY_MS = 100;

/**
 * Retries `act` while the api-server is unreachable or not ready. Rejects with the last error after about 10 s, and with other errors at
 * once. `act` must be idempotent.
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

/** True for a rejected connection or a lost answer: only a retry shows whether permanently. */
export function isAway(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Refusal && error.status === 503);
}
