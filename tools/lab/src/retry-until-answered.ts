const RETRY_MS = 20;
const RETRIES_MAX = 1_000;

/** An answer that came whole and says no: to ask again would be of no use. */
export class RefusalError extends Error {}

/** Asks again and again while there is no answer, as while an api-server is killed and comes back. For what may be asked twice. */
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
