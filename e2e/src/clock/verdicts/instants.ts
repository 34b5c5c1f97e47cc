import type { LoggedEvent } from '@klockwork/lab-tool';

/** Lab time of the first event of a type on an object name; undefined if absent. */
export function instantOf(log: readonly LoggedEvent[], type: string, name: string): number | undefined {
  return log.find((event) => event.type === type && event.key.name === name)?.at;
}
