import { podTone } from '../model/tone.ts';
import type { TourFacts } from '../model/tour.ts';
import { useAddress } from './address.ts';
import { useRows } from './lab.ts';
import { cellOf, type LabObject } from './row.ts';

/** Returns what the steps of the tour wait for. */
export function useTourFacts(): TourFacts {
  const { view, of, at } = useAddress();
  const [nodes, pods, faults] = [useRows('nodes'), useRows('pods'), useRows('faults')];
  const running = [...pods.byKey.values()].filter(
    (row) => podTone(cellOf(row, pods.columns, 'Status'), cellOf(row, pods.columns, 'Ready')) === 'good',
  );
  const ready = [...nodes.byKey.values()].filter((row) => cellOf(row, nodes.columns, 'Status').split(',')[0] === 'Ready');
  return {
    ...{ view, of, at },
    isLoaded: [nodes, pods, faults].every(({ freshness }) => freshness.type === 'live'),
    runningPods: running.length,
    cutNodes: [...faults.byKey.values()].flatMap(({ object }) => nodesWithoutPower(object)),
    readyNodes: new Set(ready.map(({ key }) => key)),
  };
}

function nodesWithoutPower({ metadata, spec, status }: LabObject): readonly string[] {
  if (spec?.type !== 'NodePowerLoss' || status?.phase !== 'Active' || metadata.deletionTimestamp !== undefined) return [];
  return (status.nodes ?? []) as readonly string[];
}
