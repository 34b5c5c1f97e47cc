import { useMemo, useRef } from 'react';
import { clusterMap, type MapNode, type MapPod, NAMED_PODS_MAX } from '../model/map.ts';
import { groupedByOwner } from '../model/map-owners.ts';
import { stepBesideStatus } from '../model/pod-step.ts';
import { useSelect } from '../store/address.ts';
import { useRows } from '../store/lab.ts';
import { TEXTS } from '../texts.ts';
import { Crowd } from './map/crowd.tsx';
import { LayerBar } from './map/layer-bar.tsx';
import { StepText } from './map/step-text.tsx';
import { type MapLayers, useMapLayers } from './map/use-map-layers.ts';
import { useMotion } from './map/use-motion.ts';
import './map.css';

/** Nodes by zone, with their pods; Services and owners on demand. Many pods become tiles without names. */
export function MapView() {
  const isCrowd = useRows('pods').byKey.size > NAMED_PODS_MAX;
  const layers = useMapLayers();
  return (
    <div className="map-view">
      <LayerBar layers={layers} />
      {isCrowd ? <Crowd marks={layers.marks} /> : <NamedMap layers={layers} />}
    </div>
  );
}

function NamedMap({ layers }: { readonly layers: MapLayers }) {
  const [nodes, pods] = [useRows('nodes'), useRows('pods')];
  const map = useMemo(() => clusterMap(nodes, pods), [nodes, pods]);
  const container = useRef<HTMLElement>(null);
  useMotion(container, map);
  const isEmpty = map.podCount === 0 && pods.freshness.type === 'live';
  return (
    <section ref={container} className="map" aria-label={TEXTS.map.title}>
      {map.zones.map((zone) => (
        <div key={zone.name} className="zone">
          {zone.name !== '' && <h2>{TEXTS.map.zone(zone.name)}</h2>}
          <div className="nodes">
            {zone.nodes.map((node) => (
              <NodeCard key={node.name} node={node} layers={layers} />
            ))}
          </div>
        </div>
      ))}
      {map.homeless.length > 0 && (
        <div className="zone">
          <h2>{TEXTS.map.homeless}</h2>
          <OwnedPods pods={map.homeless} layers={layers} />
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

function NodeCard({ node, layers }: { readonly node: MapNode; readonly layers: MapLayers }) {
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
      <OwnedPods pods={node.pods} layers={layers} />
    </article>
  );
}

interface PodsProps {
  readonly pods: readonly MapPod[];
  readonly layers: MapLayers;
}

/** Pods, by owner if owners are shown. */
function OwnedPods({ pods, layers }: PodsProps) {
  if (layers.owners === undefined || pods.length === 0) return <Pods pods={pods} layers={layers} />;
  return groupedByOwner(pods, layers.owners).map(({ owner, pods: members }) => (
    <div key={owner?.id ?? ''} className="owned">
      <span>{owner === undefined ? TEXTS.layers.noOwner : `${owner.kind} ${owner.name}`}</span>
      <Pods pods={members} layers={layers} />
    </div>
  ));
}

function Pods({ pods, layers: { marks } }: PodsProps) {
  const select = useSelect();
  return (
    <div className="pods">
      {pods.map((pod) => {
        const mark = marks.get(pod.key);
        const step = stepBesideStatus(pod);
        const text = TEXTS.map.pod(pod.name, pod.status, pod.restarts);
        const name = mark === undefined ? text : TEXTS.layers.marked(text, mark);
        return (
          <button
            type="button"
            className="pod"
            key={pod.key}
            data-key={pod.key}
            data-tone={pod.tone}
            data-marked={mark}
            title={name}
            aria-label={name}
            onClick={() => select({ resource: 'pods', key: pod.key })}
          >
            <span>{pod.name}</span>
            <small>{pod.status}</small>
            {step !== undefined && <StepText pod={pod.key} step={step} />}
            {mark !== undefined && <small>{mark}</small>}
          </button>
        );
      })}
    </div>
  );
}
