import { UserError } from '../user-error.ts';
import { type LabClient, Unreachable } from './lab-client.ts';

/** The last line of an answer that breaks off is a Status. */
const BROKEN_OFF = '{"kind":"Status"';
/** The code of the Status for a follower that was too slow. */
const EXPIRED = 410;

/** Returns a client of the lab, as soon as its api-server answers. Throws NoLabError when no lab runs. */
export type Connect = () => Promise<Pick<LabClient, 'lines'>>;

/**
 * Calls `onLine` for each event that `query` asks for, in order, as JSON. A follower that was too slow, or whose api-server went away,
 * goes on after its last event. Throws UserError with the message of an answer that breaks off, and Unreachable unless it follows.
 */
export async function readLog(connect: Connect, query: URLSearchParams, onLine: (line: string) => void): Promise<void> {
  let last: string | undefined;
  const keepLast = (line: string) => {
    last = line;
    onLine(line);
  };
  while (await breaksOff(await connect(), afterLast(query, last), keepLast));
}

/** Reads one answer. Resolves to true when there is more to come for a follower. */
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

/** Returns the query for what comes after an event: where it was to begin does not matter any more. */
function afterLast(query: URLSearchParams, last: string | undefined): URLSearchParams {
  if (last === undefined) return query;
  const rest = new URLSearchParams(query);
  for (const name of ['since', 'tail']) rest.delete(name);
  const { revision } = JSON.parse(last) as { revision: number };
  rest.set('from', String(revision + 1));
  return rest;
}
