import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { autoscalingV1Form } from './autoscaling-v1-form.ts';
import { horizontalPodAutoscalerColumns } from './horizontal-pod-autoscaler.columns.ts';
import { defaultHorizontalPodAutoscaler, unscaled } from './horizontal-pod-autoscaler.defaults.ts';
import type { HorizontalPodAutoscaler } from './horizontal-pod-autoscaler.ts';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
  validateHorizontalPodAutoscalerUpdate,
} from './horizontal-pod-autoscaler.validation.ts';

/** Event of a HorizontalPodAutoscaler change. */
export type HorizontalPodAutoscalerEvent = LifeCycleEvent<'HorizontalPodAutoscaler'>;

/** Models `pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go`: it has no generation. */
const strategy: Strategy<HorizontalPodAutoscaler> = {
  default: defaultHorizontalPodAutoscaler,
  prepareForCreate(draft) {
    draft.status = unscaled();
  },
  prepareForUpdate: (draft, previous) => keepPart(draft, previous, 'status'),
  validate: validateHorizontalPodAutoscaler,
  validateUpdate: validateHorizontalPodAutoscalerUpdate,
};

/** HorizontalPodAutoscaler. Models `pkg/registry/autoscaling/horizontalpodautoscaler`. */
export const horizontalPodAutoscalerKind: KindDefinition<HorizontalPodAutoscaler> = {
  ...resources.horizontalPodAutoscalers,
  listKind: 'HorizontalPodAutoscalerList',
  singular: 'horizontalpodautoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  definition: 'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
  forms: [autoscalingV1Form],
  strategy,
  status: statusStrategy<HorizontalPodAutoscaler>({ validate: validateHorizontalPodAutoscalerStatus }),
  columns: horizontalPodAutoscalerColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('HorizontalPodAutoscaler', change),
};
