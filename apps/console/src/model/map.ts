import { cellOf, type LabObject, type Row } from '../store/row.ts';
import type { Rows } from '../store/rows.ts';
import { byName } from './by-name.ts';
import { type PodStep, podStep } from './pod-step.ts';
import { nodeTone, podTone, type Tone } from './tone.ts';

/** Pod on the map. */
export interface MapPod {
  readonly key: string;
  readonly name: string;
  /** STATUS of `kubectl get pods`. */
  readonly status: string;
  readonly restarts: string;
  readonly tone: Tone;
  /** Step on the way of the pod; absent for a pod that is ready. */
  readonly step?: PodStep;
}

/** Node on the map. */
export interface MapNode {
  readonly name: string;
  readonly status: string;
  readonly tone: Tone;
  readonly pods: readonly MapPod[];
}

export interface MapZone {
  /** '' for nodes without a zone. */
  readonly name: string;
  readonly nodes: readonly MapNode[];
}

export interface ClusterMap {
  readonly zones: readonly MapZone[];
  /** Unscheduled pods, and pods of deleted nodes. */
  readonly homeless: readonly MapPod[];
  readonly podCount: number;
}

const ZONE = 'topology.kubernetes.io/zone';
/** Above it pods are drawn without names. */
export const NAMED_PODS_MAX = 300;

/** Returns the map of a cluster: zones and nodes by name, pods by age, so that nothing jumps when a pod comes or goes. */
export function clusterMap(nodes: Rows, pods: Rows): ClusterMap {
  const podsByNode = Map.groupBy(byAge([...pods.byKey.values()]), ({ object }) => String(object.spec?.nodeName ?? ''));
  const mapPods = (rows: readonly Row[] = []) => rows.map((row) => mapPod(row, pods));
  const rows = [...nodes.byKey.values()].sort((a, b) => byName(a.key, b.key));
  const zones = [...Map.groupBy(rows, ({ object }) => object.metadata.labels?.[ZONE] ?? '')].map(([name, members]) => ({
    name,
    nodes: members.map((row) => mapNode(row, nodes, mapPods(podsByNode.get(row.key)))),
  }));
  const homeless = [...podsByNode].filter(([name]) => !nodes.byKey.has(name)).flatMap(([, lost]) => mapPods(lost));
  return { zones: zones.sort((a, b) => byName(a.name, b.name)), homeless, podCount: pods.byKey.size };
}

function mapNode(row: Row, { columns }: Rows, pods: readonly MapPod[]): MapNode {
  const status = cellOf(row, columns, 'Status');
  return { name: row.key, status, tone: nodeTone(status), pods };
}

function mapPod(row: Row, { columns }: Rows): MapPod {
  const status = cellOf(row, columns, 'Status');
  const tone = podTone(status, cellOf(row, columns, 'Ready'));
  const step = podStep(row.object);
  return {
    ...{ key: row.key, name: row.object.metadata.name, status, restarts: cellOf(row, columns, 'Restarts'), tone },
    ...(step !== undefined && { step }),
  };
}

function byAge(rows: Row[]): Row[] {
  return rows.sort((a, b) => byName(bornOf(a.object), bornOf(b.object)) || byName(a.key, b.key));
}

function bornOf({ metadata }: LabObject): string {
  return metadata.creationTimestamp ?? '';
}
