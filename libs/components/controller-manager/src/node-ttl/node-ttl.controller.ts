import { type Controller, NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Node, OBJECT_TTL, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { ObjectTtl } from './object-ttl.ts';

/**
 * Notes on each Node how long its kubelet may cache Secrets and ConfigMaps, by the size of the cluster. Models pkg/controller/ttl.
 * Kubelets of the lab register with the value of a small cluster, which upstream's do not: so no write per node follows a start.
 */
export function nodeTtlController(informers: InformerFactory): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  const ttl = new ObjectTtl();
  let seconds = 0;
  return {
    name: 'ttl-controller',
    keysOf: 'nodes',
    sources: [
      {
        informer: nodes,
        keys({ object }: Notice<Node>) {
          const before = seconds;
          seconds = ttl.secondsFor(nodes.list().length);
          return seconds === before ? [object.metadata?.name ?? ''] : nodes.list().map(({ metadata }) => metadata?.name ?? '');
        },
      },
    ],
    reconcile(key) {
      const node = nodes.get('', key);
      return node === undefined ? NOTHING : annotate(node, seconds);
    },
  };
}

/** Annotates a node with a TTL; empty when unchanged. */
export function annotate(node: Node, seconds: number): Plan {
  const annotation = node.metadata?.annotations?.[OBJECT_TTL] ?? '';
  if (/^[+-]?\d+$/.test(annotation) && Number(annotation) === seconds) return NOTHING;
  const body = { metadata: { annotations: { [OBJECT_TTL]: `${seconds}` } } };
  const patch = { type: 'strategic', body } as const;
  return { stages: [[{ type: 'patch', resource: resources.nodes, name: nameOf(node), patch, tolerate: ['NotFound'] }]] };
}
