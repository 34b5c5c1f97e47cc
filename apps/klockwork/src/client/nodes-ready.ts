import { UserError } from '../user-error.ts';
import type { LabClient } from './lab-client.ts';

interface NodeEvent {
  readonly type: string;
  readonly object: { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } };
}

/** Maximum number of consecutive failed attempts: the api-server may restart. */
const TRIES_MAX = 100;
const RETRY_MS = 100;

/** Ends the wait with its reason; `onReady` is called for each node that is Ready. */
export interface NodesReadyOptions {
  readonly stop: AbortSignal;
  readonly onReady: () => void;
}

/** Removes Ready nodes from `missing`; resolves once empty. Rejects with the reason of `stop`, and if the api-server stays unreachable. */
export async function nodesReady(client: LabClient, missing: Set<string>, { stop, onReady }: NodesReadyOptions): Promise<void> {
  if (missing.size === 0) return;
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    stop.throwIfAborted();
    try {
      await client.lines('/api/v1/nodes?watch=true&resourceVersion=0', (line) => {
        tries = 0;
        if (strikeOut(missing, JSON.parse(line) as NodeEvent)) onReady();
        return missing.size > 0;
      });
    } catch {
      // The connection was refused or broke in the middle of a line, or the api-server is only starting: retry.
    }
    if (missing.size === 0) return;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  throw new UserError(`the api-server does not answer; these nodes are not known to be Ready: ${[...missing].join(', ')}`);
}

/** True for a node that was missing and is Ready now. */
function strikeOut(missing: Set<string>, { type, object }: NodeEvent): boolean {
  const isReady = object.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return type !== 'DELETED' && isReady === true && missing.delete(object.metadata.name);
}
