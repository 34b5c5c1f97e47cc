import { useState } from 'react';
import { useAddress, useSelect } from '../../store/address.ts';
import { useRows } from '../../store/lab.ts';
import { TEXTS } from '../../texts.ts';
import { HeatMapView } from './heat-map-view.tsx';
import { PodList } from './pod-list.tsx';

/** Map of a cluster with many pods: a tile per pod, or a list. `marks`: texts of marked pods by their keys. */
export function Crowd({ marks }: { readonly marks: ReadonlyMap<string, string> }) {
  const [nodes, pods] = [useRows('nodes'), useRows('pods')];
  const { selection } = useAddress();
  const select = useSelect();
  const [isList, setIsList] = useState(false);
  return (
    <section className="map crowd" aria-label={TEXTS.map.title}>
      <label>
        <input type="checkbox" checked={isList} onChange={({ target }) => setIsList(target.checked)} /> {TEXTS.map.asList}
      </label>{' '}
      <span className="soft">{TEXTS.map.pods(pods.byKey.size)}</span>
      {isList ? (
        <PodList pods={pods} marks={marks} onSelect={select} />
      ) : (
        <HeatMapView nodes={nodes} pods={pods} marks={marks} selection={selection} onSelect={select} />
      )}
    </section>
  );
}
