import type { VisibleGraph } from './why-graph.ts';

/** Size of a drawn node, in pixels. */
export const NODE_WIDTH = 250;
export const NODE_HEIGHT = 84;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Places of nodes and edges, in pixels from the top left corner. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Top left corner of each node. */
  readonly places: ReadonlyMap<string, Point>;
  readonly edges: readonly { readonly id: string; readonly points: readonly Point[] }[];
}

/** Returns places for the nodes of a graph: effects above, causes below. The library for it is loaded at the first call. */
export async function layoutOf({ nodes, edges }: Pick<VisibleGraph, 'nodes' | 'edges'>): Promise<GraphLayout> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 36, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [cause, effect] of edges) graph.setEdge(effect, cause);
  layout(graph);
  const places = nodes.map(({ id }) => {
    const { x, y } = graph.node(id) as Point;
    return [id, { x: x - NODE_WIDTH / 2, y: y - NODE_HEIGHT / 2 }] as const;
  });
  const lines = graph.edges().map((edge) => {
    const { points = [] } = graph.edge(edge) as { readonly points?: readonly Point[] };
    return { id: `${edge.w}>${edge.v}`, points };
  });
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  return { width, height, places: new Map(places), edges: lines };
}
