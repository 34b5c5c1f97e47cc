import type { PrinterColumn } from '@klockwork/resources';
import type { ServedResource } from '../discovery/served-resources.ts';
import { type Metrics, totalOf } from './metrics-objects.ts';

/** Group version of metrics-server. */
export const METRICS = { group: 'metrics.k8s.io', version: 'v1beta1' } as const;

/** Kind of metrics: of nodes, or of pods. */
export interface MetricsKind {
  readonly resource: 'nodes' | 'pods';
  readonly kind: 'NodeMetrics' | 'PodMetrics';
  readonly namespaced: boolean;
}

const KINDS: readonly MetricsKind[] = [
  { resource: 'nodes', kind: 'NodeMetrics', namespaced: false },
  { resource: 'pods', kind: 'PodMetrics', namespaced: true },
];

export function metricsKind(resource: string): MetricsKind | undefined {
  return KINDS.find((kind) => kind.resource === resource);
}

/** Metrics in discovery. */
export const servedMetrics: readonly (ServedResource & { at: { group: string; version: string } })[] = KINDS.map(
  ({ resource, kind, namespaced }) => ({
    at: METRICS,
    name: resource,
    singular: '',
    namespaced,
    kind: { ...METRICS, kind },
    verbs: ['get', 'list'],
    shortNames: [],
    categories: [],
  }),
);

/** Columns of `kubectl get nodes.metrics.k8s.io`. Models `ConvertToTable` of metrics-server. */
export const metricsColumns: readonly PrinterColumn<Metrics>[] = [
  { name: 'Name', type: 'string', format: 'name', description: 'Name of the resource', cell: ({ metadata }) => metadata?.name ?? '' },
  { name: 'cpu', type: 'string', description: '', cell: (metrics) => totalOf(metrics, 'cpu') },
  { name: 'memory', type: 'string', description: '', cell: (metrics) => totalOf(metrics, 'memory') },
  { name: 'Window', type: 'string', description: '', cell: ({ window }) => window },
];
