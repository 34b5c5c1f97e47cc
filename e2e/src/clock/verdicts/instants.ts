import type { LoggedEvent } from '@klockwork/lab-tool';

/** Returns the lab time of the first event of this type about an object of this name; undefined when the log has none. */
export function instantOf(log: readonly LoggedEvent[], type: string, name: string): number | undefined {
  return log.find((event) => event.type === type && event.key.name === name)?.at;
}
