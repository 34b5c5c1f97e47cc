import { useEffect, useMemo, useState } from 'react';
import { type GraphLayout, layoutOf, NODE_HEIGHT, NODE_WIDTH } from '../model/graph-layout.ts';
import type { Why } from '../model/why.ts';
import { GRAPH_NODES_MAX, type GraphNode, visibleGraph, whyGraph } from '../model/why-graph.ts';
import { useAddress } from '../store/address.ts';
import { TEXTS } from '../texts.ts';
import { AddressLink } from './address-link.tsx';
import { StepLink, StepText } from './why-step.tsx';

/** Causes as a graph: the question above, direct causes first, more on demand. */
export function WhyGraphView({ why }: { readonly why: Why }) {
  const graph = useMemo(() => whyGraph(why), [why]);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const visible = useMemo(() => visibleGraph(graph, expanded), [graph, expanded]);
  const layout = useLayout(visible);
  const expand = (ids: Iterable<string>) => setExpanded(new Set([...expanded, ...ids]));
  return (
    <>
      {visible.hidden.size > 0 && !visible.isFull && (
        <button type="button" onClick={() => expand(graph.nodes.keys())}>
          {TEXTS.why.all}
        </button>
      )}
      {visible.isFull && <p>{TEXTS.why.full(GRAPH_NODES_MAX)}</p>}
      {layout !== undefined && (
        <div className="graph">
          <div style={{ width: layout.width, height: layout.height }}>
            <Edges layout={layout} />
            <ol>
              {visible.nodes.map((node) => (
                <NodeBox key={node.id} node={node} layout={layout} hidden={visible.hidden.get(node.id) ?? 0} expand={expand} />
              ))}
            </ol>
          </div>
        </div>
      )}
    </>
  );
}

function useLayout(visible: Parameters<typeof layoutOf>[0]): GraphLayout | undefined {
  const [layout, setLayout] = useState<GraphLayout | undefined>();
  useEffect(() => {
    let isCurrent = true;
    void layoutOf(visible).then((next) => isCurrent && setLayout(next));
    return () => {
      isCurrent = false;
    };
  }, [visible]);
  return layout;
}

function Edges({ layout: { width, height, edges } }: { readonly layout: GraphLayout }) {
  return (
    <svg width={width} height={height} aria-hidden="true">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {edges.map(({ id, points }) => (
        <polyline key={id} points={points.map(({ x, y }) => `${x},${y}`).join(' ')} markerStart="url(#arrow)" />
      ))}
    </svg>
  );
}

interface NodeBoxProps {
  readonly node: GraphNode;
  readonly layout: GraphLayout;
  /** Number of causes that are not drawn. */
  readonly hidden: number;
  readonly expand: (ids: Iterable<string>) => void;
}

function NodeBox({ node, layout, hidden, expand }: NodeBoxProps) {
  const place = layout.places.get(node.id);
  if (place === undefined) return undefined;
  return (
    <li className={`step ${node.type}`} style={{ left: place.x, top: place.y, width: NODE_WIDTH, height: NODE_HEIGHT }}>
      <NodeContent node={node} />
      {hidden > 0 && (
        <button type="button" className="more" onClick={() => expand([node.id])}>
          + {TEXTS.why.more(hidden)}
        </button>
      )}
    </li>
  );
}

function NodeContent({ node }: { readonly node: GraphNode }) {
  const address = useAddress();
  switch (node.type) {
    case 'question':
      return <strong title={node.text}>{node.text}</strong>;
    case 'step':
      return (
        <StepLink step={node.step}>
          <StepText step={node.step} />
        </StepLink>
      );
    case 'omitted':
      return <span>{TEXTS.why.omitted(node.steps)}</span>;
    case 'removed':
      return <span>{TEXTS.why.removed(node.revision)}</span>;
    case 'further':
      return <AddressLink to={{ ...address, of: String(node.revision) }}>{TEXTS.why.further(node.revision)}</AddressLink>;
  }
}
