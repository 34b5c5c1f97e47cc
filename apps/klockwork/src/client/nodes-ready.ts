import { UserError } from '../user-error.ts';
import type { LabClient } from './lab-client.ts';

interface NodeEvent {
  readonly type: string;
  readonly object: { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } };
}

/** The api-server may be killed and started again meanwhile; when it does not answer so often in a row, it is given up. */
const TRIES_MAX = 100;
const RETRY_MS = 100;

/** Resolves when every node of `names` is Ready. Rejects with the reason of `stop`, and when the api-server stays away. */
export async function nodesReady(client: LabClient, names: readonly string[], stop: AbortSignal): Promise<void> {
  const missing = new Set(names);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    stop.throwIfAborted();
    try {
      await client.lines('/api/v1/nodes?watch=true&resourceVersion=0', (line) => {
        tries = 0;
        strikeOut(missing, JSON.parse(line) as NodeEvent);
        return missing.size > 0;
      });
    } catch (error) {
      // The connection was refused or broke in the middle of a line: only trying again tells whether for good.
      if (error instanceof UserError) throw error;
    }
    if (missing.size === 0) return;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  throw new UserError(`the api-server does not answer; these nodes are not known to be Ready: ${[...missing].join(', ')}`);
}

function strikeOut(missing: Set<string>, { type, object }: NodeEvent): void {
  const isReady = object.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  if (type !== 'DELETED' && isReady) missing.delete(object.metadata.name);
}
