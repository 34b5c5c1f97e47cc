import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { serviceColumns } from './service.columns.ts';
import { serviceStrategy } from './service.strategy.ts';
import type { Service } from './service.ts';
import { validateServiceStatus } from './service.validation.ts';

/** Service: the object alone; nothing carries its traffic. Models `pkg/registry/core/service`. */
export const serviceKind: KindDefinition<Service> = {
  ...resources.services,
  listKind: 'ServiceList',
  singular: 'service',
  shortNames: ['svc'],
  categories: ['all'],
  definition: 'io.k8s.api.core.v1.Service',
  strategy: serviceStrategy,
  status: statusStrategy<Service>({ validate: validateServiceStatus }),
  columns: serviceColumns,
  selectableFields: { 'spec.clusterIP': ({ spec }) => spec?.clusterIP ?? '', 'spec.type': ({ spec }) => spec?.type ?? '' },
  event: (change) => lifeCycleEvent('Service', change),
};
