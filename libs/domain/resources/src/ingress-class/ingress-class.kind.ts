import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { IngressClass } from './ingress-class.ts';
import { validateIngressClass, validateIngressClassUpdate } from './ingress-class.validation.ts';

/** IngressClass. Models `pkg/registry/networking/ingressclass` and `SetDefaults_IngressClass`. */
export const ingressClassKind: KindDefinition<IngressClass> = {
  ...resources.ingressClasses,
  listKind: 'IngressClassList',
  singular: 'ingressclass',
  shortNames: [],
  categories: [],
  definition: 'io.k8s.api.networking.v1.IngressClass',
  strategy: {
    default({ spec }) {
      if (spec?.parameters) spec.parameters.scope ??= 'Cluster';
    },
    prepareForCreate: startGeneration,
    prepareForUpdate: (draft, previous) => continueGeneration(draft, previous, specChanged(draft, previous)),
    validate: validateIngressClass,
    validateUpdate: validateIngressClassUpdate,
  },
  columns: [
    nameColumn,
    { name: 'Controller', type: 'string', description: 'Who obeys its Ingresses', cell: ({ spec }) => spec?.controller ?? '' },
    { name: 'Parameters', type: 'string', description: 'An object with more about the class', cell: parametersText },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('IngressClass', change),
};

/** `IngressParameters.k8s.example.com/external`. */
function parametersText({ spec }: IngressClass): string {
  if (!spec?.parameters) return '<none>';
  const { apiGroup, kind, name } = spec.parameters;
  return `${kind}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name}`;
}
