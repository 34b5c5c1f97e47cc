import type { LabClient } from './lab-client.ts';

interface NodeEvent {
  readonly type: string;
  readonly object: { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } };
}

/** Resolves when every node of `names` is Ready; `onNode` hears of each. */
export async function nodesReady(client: LabClient, names: readonly string[], onNode: (name: string) => void = () => {}): Promise<void> {
  const missing = new Set(names);
  await client.lines('/api/v1/nodes?watch=true&resourceVersion=0', (line) => {
    const { type, object } = JSON.parse(line) as NodeEvent;
    const ready =
      type !== 'DELETED' && object.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True');
    if (ready && missing.delete(object.metadata.name)) onNode(object.metadata.name);
    return missing.size > 0;
  });
  if (missing.size > 0) throw new Error(`the api-server ended the watch before these nodes were Ready: ${[...missing].join(', ')}`);
}
