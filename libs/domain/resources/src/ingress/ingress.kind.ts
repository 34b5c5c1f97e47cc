import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import { specStrategy } from '../generic/spec-strategy.ts';
import { statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { ingressColumns } from './ingress.columns.ts';
import { INGRESS_CLASS_ANNOTATION, type Ingress } from './ingress.ts';
import { validateIngress, validateIngressStatus, validateIngressUpdate } from './ingress.validation.ts';

const OLD_CLASS = `annotation "${INGRESS_CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`;

/** Models `pkg/registry/networking/ingress/strategy.go`. */
const strategy: Strategy<Ingress> = {
  default({ spec }) {
    const paths = (spec?.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
    for (const backend of [spec?.defaultBackend, ...paths.map((path) => path.backend)]) nullWhereUnset(backend?.resource, 'apiGroup');
  },
  ...specStrategy<Ingress>(() => ({ loadBalancer: {} })),
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  warnings({ metadata, spec }, previous) {
    const isOld = metadata?.annotations?.[INGRESS_CLASS_ANNOTATION] !== undefined && spec?.ingressClassName === undefined;
    return isOld && previous === undefined ? [OLD_CLASS] : [];
  },
};

/** Ingress: HTTP routes of the lab's own router. Models `pkg/registry/networking/ingress`. */
export const ingressKind: KindDefinition<Ingress> = {
  ...resources.ingresses,
  listKind: 'IngressList',
  singular: 'ingress',
  shortNames: ['ing'],
  categories: [],
  definition: 'io.k8s.api.networking.v1.Ingress',
  strategy,
  status: statusStrategy<Ingress>({ validate: validateIngressStatus }),
  columns: ingressColumns,
  selectableFields: {},
  event: (change) => lifeCycleEvent('Ingress', change),
};
