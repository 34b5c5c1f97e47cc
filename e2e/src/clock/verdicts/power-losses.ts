import type { LoggedEvent } from '@klockwork/lab-tool';

/** Lab times of power losses by node, from the log. */
export function powerLosses(log: readonly LoggedEvent[]): Record<string, number> {
  const losses = log.filter(({ data }) => data.reason === 'PowerLost');
  return Object.fromEntries(losses.map(({ at, data }) => [String(data.object).replace('Node/', ''), at]));
}
