import { ageColumn, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus } from './horizontal-pod-autoscaler.ts';

const UNKNOWN = '<unknown>';
const SHOWN_MAX = 2;

/** The columns of `kubectl get hpa`. Models `printHorizontalPodAutoscaler` of `pkg/printers/internalversion/printers.go`. */
export const horizontalPodAutoscalerColumns: readonly PrinterColumn<HorizontalPodAutoscaler>[] = [
  nameColumn,
  {
    name: 'Reference',
    type: 'string',
    description: 'What is scaled',
    cell: ({ spec }) => `${spec?.scaleTargetRef?.kind ?? ''}/${spec?.scaleTargetRef?.name ?? ''}`,
  },
  {
    name: 'Targets',
    type: 'string',
    description: 'What metrics are, and what they are to be',
    cell: ({ spec, status }) => targetsCell(spec?.metrics ?? [], status?.currentMetrics ?? []),
  },
  { name: 'MinPods', type: 'string', description: 'Pods at least', cell: ({ spec }) => String(spec?.minReplicas ?? '<unset>') },
  { name: 'MaxPods', type: 'string', description: 'Pods at most', cell: ({ spec }) => spec?.maxReplicas ?? 0 },
  { name: 'Replicas', type: 'string', description: 'Pods there are', cell: ({ status }) => status?.currentReplicas ?? 0 },
  ageColumn,
];

/** Models `formatHPAMetrics`: two of them, and how many more. */
function targetsCell(metrics: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (metrics.length === 0) return '<none>';
  const shownTexts = metrics.slice(0, SHOWN_MAX).map((metric, index) => metricText(metric, statuses[index]));
  const more = metrics.length - SHOWN_MAX;
  return more > 0 ? `${shownTexts.join(', ')} + ${more} more...` : shownTexts.join(', ');
}

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  switch (metric.type) {
    case 'External':
      return valueText(metric.external?.target, status?.external?.current);
    case 'Object':
      return valueText(metric.object?.target, status?.object?.current);
    case 'Pods':
      return `${status?.pods?.current?.averageValue ?? UNKNOWN}/${metric.pods?.target?.averageValue}`;
    case 'Resource':
      return `${metric.resource?.name}: ${resourceText(metric.resource?.target, status?.resource?.current)}`;
    case 'ContainerResource':
      return `${metric.containerResource?.name}: ${resourceText(metric.containerResource?.target, status?.containerResource?.current)}`;
    default:
      return '<unknown type>';
  }
}

type Amounts = { readonly value?: string; readonly averageValue?: string; readonly averageUtilization?: number };

function valueText(target: Amounts = {}, current: Amounts = {}): string {
  if (target.averageValue !== undefined) return `${current.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${current.value ?? UNKNOWN}/${target.value}`;
}

function resourceText(target: Amounts = {}, current: Amounts = {}): string {
  if (target.averageValue !== undefined) return `${current.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const share = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `${current.averageUtilization === undefined ? UNKNOWN : `${current.averageUtilization}%`}/${share}`;
}
