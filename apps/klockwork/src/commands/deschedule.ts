import type { Node, Pod } from '@klockwork/resources';
import { type Eviction, lowNodeUtilization, type NodeInfo, nodeInfo, placedPod, removeDuplicates } from '@klockwork/scheduling';
import { LabClient } from '../client/lab-client.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { printable } from '../output/printable.ts';

/** Strategies with the names of kubernetes-sigs/descheduler. */
export const STRATEGIES = ['RemoveDuplicates', 'LowNodeUtilization'] as const;

/** The options of `klockwork deschedule`. */
export interface DescheduleOptions {
  readonly data?: string;
  readonly strategy: (typeof STRATEGIES)[number];
  readonly threshold: number;
  readonly target: number;
  readonly dryRun?: true;
}

/** Evicts misplaced pods once, through the API; the scheduler places their replacements. */
export async function deschedule(options: DescheduleOptions): Promise<void> {
  const client = await LabClient.connect(labFolder(options.data));
  const [nodes, pods] = await Promise.all([
    client.getJson<{ items: Node[] }>('/api/v1/nodes'),
    client.getJson<{ items: Pod[] }>('/api/v1/pods'),
  ]);
  const evictions = chosen(options, nodesWith(nodes.items, pods.items));
  for (const eviction of evictions) {
    const { namespace, name } = eviction.pod.metadata ?? {};
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name } };
    if (options.dryRun === undefined) await client.postJson(`/api/v1/namespaces/${namespace}/pods/${name}/eviction`, body);
    console.log(printable(evictionLine(eviction, options.dryRun === true)));
  }
  if (evictions.length === 0) console.log('nothing to evict');
}

/** `evicted pods/web-1 of default from node-1: …`. */
function evictionLine({ pod, node, reason }: Eviction, dryRun: boolean): string {
  const { namespace, name } = pod.metadata ?? {};
  return `${dryRun ? 'would evict' : 'evicted'} pods/${name} of ${namespace} from ${node}: ${reason}`;
}

function chosen({ strategy, threshold, target }: DescheduleOptions, nodes: readonly NodeInfo[]): readonly Eviction[] {
  return strategy === 'RemoveDuplicates' ? removeDuplicates(nodes) : lowNodeUtilization(nodes, { threshold, target });
}

/** Returns nodes with the pods that occupy their resources. */
function nodesWith(nodes: readonly Node[], pods: readonly Pod[]): NodeInfo[] {
  const going = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const on = (node: Node) => going.filter(({ spec }) => spec?.nodeName === node.metadata?.name);
  type Info = Parameters<typeof nodeInfo>;
  return nodes.map((node) =>
    nodeInfo(
      node as Info[0],
      on(node).map((pod) => placedPod(pod as Parameters<typeof placedPod>[0])),
    ),
  );
}
