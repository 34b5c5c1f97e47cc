import { UserError } from '../user-error.ts';
import { type LabClient, Unreachable } from './lab-client.ts';

/** Prefix of the Status that ends a truncated answer. */
const BROKEN_OFF = '{"kind":"Status"';
/** Status code for a slow follower. */
const EXPIRED = 410;

/** Returns a client of the lab, as soon as its api-server answers. Throws NoLabError when no lab runs. */
export type Connect = () => Promise<Pick<LabClient, 'lines'>>;

/**
 * Calls `onLine` for each matching event as JSON, in order. A follower resumes after its last event if it was too slow, or lost its
 * api-server. Throws UserError with the message of a truncated answer; without follow also Unreachable.
 */
export async function readLog(connect: Connect, query: URLSearchParams, onLine: (line: string) => void): Promise<void> {
  let last: string | undefined;
  const keepLast = (line: string) => {
    last = line;
    onLine(line);
  };
  while (await breaksOff(await connect(), afterLast(query, last), keepLast));
}

/** Reads one answer. Resolves to true if a follower must continue. */
async function breaksOff(client: Pick<LabClient, 'lines'>, query: URLSearchParams, onLine: (line: string) => void): Promise<boolean> {
  let status: { readonly code: number; readonly message: string } | undefined;
  try {
    await client.lines(`/klockwork/v1/log?${query}`, (line) => {
      if (!line.startsWith(BROKEN_OFF)) onLine(line);
      else status = JSON.parse(line);
      return status === undefined;
    });
  } catch (error) {
    if (error instanceof Unreachable && query.has('follow')) return true;
    throw error;
  }
  if (status !== undefined && status.code !== EXPIRED) throw new UserError(status.message);
  return status !== undefined;
}

/** Returns the query for events after the last one, without its original start. */
function afterLast(query: URLSearchParams, last: string | undefined): URLSearchParams {
  if (last === undefined) return query;
  const rest = new URLSearchParams(query);
  for (const name of ['since', 'tail']) rest.delete(name);
  const { revision } = JSON.parse(last) as { revision: number };
  rest.set('from', String(revision + 1));
  return rest;
}
