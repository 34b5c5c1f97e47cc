import { useMemo } from 'react';
import { clusterMap, type MapNode, type MapPod, NAMED_PODS_MAX } from '../model/map.ts';
import { useSelect } from '../store/address.ts';
import { useRows } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';
import { Crowd } from './map/crowd.tsx';
import { StepText } from './map/step-text.tsx';
import './map.css';

/** Nodes by zone, with their pods. Many pods become tiles without names. */
export function MapView() {
  return useRows('pods').byKey.size > NAMED_PODS_MAX ? <Crowd /> : <NamedMap />;
}

function NamedMap() {
  const [nodes, pods] = [useRows('nodes'), useRows('pods')];
  const map = useMemo(() => clusterMap(nodes, pods), [nodes, pods]);
  const isEmpty = map.podCount === 0 && pods.freshness.type === 'live';
  return (
    <section className="map" aria-label={TEXTS.map.title}>
      {map.zones.map((zone) => (
        <div key={zone.name} className="zone">
          {zone.name !== '' && <h2>{TEXTS.map.zone(zone.name)}</h2>}
          <div className="nodes">
            {zone.nodes.map((node) => (
              <NodeCard key={node.name} node={node} />
            ))}
          </div>
        </div>
      ))}
      {map.homeless.length > 0 && (
        <div className="zone">
          <h2>{TEXTS.map.homeless}</h2>
          <Pods pods={map.homeless} />
        </div>
      )}
      {isEmpty && (
        <p className="empty">
          {TEXTS.map.empty} <code>{TEXTS.map.firstCommand}</code>
        </p>
      )}
    </section>
  );
}

function NodeCard({ node }: { readonly node: MapNode }) {
  const select = useSelect();
  return (
    <article className="node" data-tone={node.tone}>
      <button
        type="button"
        className="name"
        aria-label={TEXTS.map.node(node.name, node.status)}
        onClick={() => select({ resource: 'nodes', key: node.name })}
      >
        <strong>{node.name}</strong> <span>{node.status}</span> <span className="count">{TEXTS.map.pods(node.pods.length)}</span>
      </button>
      <Pods pods={node.pods} />
    </article>
  );
}

function Pods({ pods }: { readonly pods: readonly MapPod[] }) {
  const select = useSelect();
  return (
    <div className="pods">
      {pods.map((pod) => (
        <button
          type="button"
          className="pod"
          key={pod.key}
          data-tone={pod.tone}
          title={TEXTS.map.pod(pod.name, pod.status, pod.restarts)}
          aria-label={TEXTS.map.pod(pod.name, pod.status, pod.restarts)}
          onClick={() => select({ resource: 'pods', key: pod.key })}
        >
          <span>{pod.name}</span>
          <small>{pod.status}</small>
          {pod.step !== undefined && <StepText pod={pod.key} step={pod.step} />}
        </button>
      ))}
    </div>
  );
}
