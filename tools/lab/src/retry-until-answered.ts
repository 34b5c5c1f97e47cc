const RETRY_MS = 20;
const RETRIES_MAX = 1_000;

/** Complete response with an error status: a retry would be useless. */
export class RefusalError extends Error {}

/** Retries until a response arrives, such as during an api-server restart. For idempotent requests. */
export async function retryUntilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RefusalError || retry === RETRIES_MAX) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
