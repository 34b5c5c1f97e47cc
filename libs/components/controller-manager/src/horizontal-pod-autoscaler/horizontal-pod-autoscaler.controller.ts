import type { ClusterApi } from '@klockwork/cluster-api';
import { type Controller, NOTHING, type Plan } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import type { Clock, LabTime } from '@klockwork/kernel';
import { type HorizontalPodAutoscaler, resources } from '@klockwork/resources';
import { podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import type { ServedKinds } from '../served-kinds/served-kinds.ts';
import { isDecidedByMetrics, type TargetScale } from './autoscaler-view.ts';
import { type History, NO_HISTORY } from './limits/history.ts';
import type { MetricReading } from './metrics/metric-reading.ts';
import { readMetric } from './metrics/read-metrics.ts';
import { kindAt, readScale } from './read-scale.ts';
import { type AutoscalerSync, reconcileAutoscaler } from './reconcile-autoscaler.ts';
import { isProblem, type Problem } from './replicas/pod-metric.ts';

/** `--horizontal-pod-autoscaler-sync-period`, at whole multiples of lab time. */
const SYNC_PERIOD_MS = 15_000;

/** State of one autoscaler between its syncs. */
interface AutoscalerState {
  readonly dueAt: LabTime;
  readonly history: History;
  /** Selector of the last scale. */
  readonly selector: string;
  readonly isMoving: boolean;
}

/** Inputs of a sync, as read before it. */
interface Readings {
  readonly autoscaler: HorizontalPodAutoscaler;
  readonly target: TargetScale | Problem;
  readonly metrics: readonly MetricReading[];
}

/** Scales targets of HorizontalPodAutoscalers by metrics, every 15 s. Models pkg/controller/podautoscaler. */
export function horizontalPodAutoscalerController(
  informers: InformerFactory,
  kinds: ServedKinds,
  ports: { api: ClusterApi; clock: Clock },
): Controller {
  const { api, clock } = ports;
  const autoscalers = informers.informer<HorizontalPodAutoscaler>(resources.horizontalPodAutoscalers);
  const pods = podInformer(informers);
  const states = new Map<string, AutoscalerState>();
  const readings = new Map<string, Readings>();
  const remember = (key: string, selector: string, { history, isMoving }: Pick<AutoscalerSync, 'history' | 'isMoving'>, now: LabTime) => {
    const state = { dueAt: nextSync(now), history, selector, isMoving };
    states.set(key, state);
    return state;
  };
  return {
    name: 'horizontal-pod-autoscaler',
    keysOf: 'horizontalpodautoscalers',
    sources: [
      { informer: autoscalers, keys: ({ object }: Notice<HorizontalPodAutoscaler>) => [keyOf(object)] },
      { informer: pods, keys: () => [] },
    ],
    freshen(key) {
      const autoscaler = autoscalers.get(...splitKey(key));
      const state = states.get(key);
      if (autoscaler === undefined || state === undefined || clock.now() < state.dueAt) return undefined;
      return read(api, kinds, autoscaler).then((reading) => void readings.set(key, reading));
    },
    reconcile(key, now) {
      const reading = readings.get(key);
      readings.delete(key);
      if (autoscalers.get(...splitKey(key)) === undefined) {
        states.delete(key);
        return NOTHING;
      }
      const state = states.get(key) ?? remember(key, '', { history: NO_HISTORY, isMoving: true }, now);
      if (reading === undefined) return { stages: [], wakeAt: wakeAt(state) };
      const [namespace] = splitKey(key);
      const otherSelectors = selectorsOf(states, namespace, key);
      const sync = reconcileAutoscaler({ ...reading, pods: pods.list(namespace), history: state.history, otherSelectors }, now);
      const selector = isProblem(reading.target) ? state.selector : (reading.target.scale.status?.selector ?? '');
      const next = remember(key, selector, sync, now);
      const onScaled = () => states.set(key, { ...(states.get(key) ?? next), history: sync.historyOnceScaled });
      return { ...withCallback(sync.plan, onScaled), wakeAt: wakeAt(next) };
    },
  };
}

async function read(api: ClusterApi, kinds: ServedKinds, autoscaler: HorizontalPodAutoscaler): Promise<Readings> {
  const target = await readScale(api, kinds.all, autoscaler);
  if (isProblem(target) || !isDecidedByMetrics(autoscaler, target.scale)) return { autoscaler, target, metrics: [] };
  const place = {
    namespace: autoscaler.metadata?.namespace ?? '',
    selector: target.scale.status?.selector ?? '',
    resourceOf: (reference: Parameters<typeof kindAt>[1]) => {
      const kind = kindAt(kinds.all, reference);
      return kind && (kind.group === '' ? kind.resource : `${kind.resource}.${kind.group}`);
    },
  };
  const specs = place.selector === '' ? [] : (autoscaler.spec?.metrics ?? []);
  return { autoscaler, target, metrics: await Promise.all(specs.map((spec) => readMetric(api, spec, place))) };
}

/** Returns the next whole multiple of the period: all autoscalers share their instants. */
function nextSync(now: LabTime): LabTime {
  return (Math.floor(now / SYNC_PERIOD_MS) + 1) * SYNC_PERIOD_MS;
}

function wakeAt({ dueAt, isMoving }: AutoscalerState): NonNullable<Plan['wakeAt']> {
  return { at: dueAt, timer: isMoving ? { name: 'hpa-sync' } : { name: 'hpa-sync', upkeep: true } };
}

function selectorsOf(states: ReadonlyMap<string, AutoscalerState>, namespace: string, own: string): ReadonlyMap<string, string> {
  const others = [...states].filter(([key, { selector }]) => key !== own && selector !== '' && splitKey(key)[0] === namespace);
  return new Map(others.map(([key, { selector }]) => [key, selector]));
}

/** Calls back after the first write of a plan of several stages: that of the scale. */
function withCallback({ stages, ...plan }: Plan, onScaled: () => void): Plan {
  const [first = [], ...rest] = stages;
  if (rest.length === 0) return { ...plan, stages };
  const onDone = () => {
    onScaled();
    return undefined;
  };
  return { ...plan, stages: [first.map((action) => ({ ...action, onDone })), ...rest] };
}
