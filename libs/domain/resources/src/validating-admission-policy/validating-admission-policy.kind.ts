import { defaultMatchResources } from '../admission-registration/match.defaults.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ValidatingAdmissionPolicy } from './validating-admission-policy.ts';
import { validatePolicy, validatePolicyStatus, validatePolicyUpdate } from './validating-admission-policy.validation.ts';

/** ValidatingAdmissionPolicy. Models `pkg/registry/admissionregistration/validatingadmissionpolicy`. */
export const validatingAdmissionPolicyKind: KindDefinition<ValidatingAdmissionPolicy> = {
  ...resources.validatingAdmissionPolicies,
  listKind: 'ValidatingAdmissionPolicyList',
  singular: 'validatingadmissionpolicy',
  shortNames: [],
  categories: ['api-extensions'],
  definition: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy',
  strategy: {
    allowUnconditionalUpdate: false,
    default({ spec }) {
      if (!spec) return;
      spec.failurePolicy ??= 'Fail';
      if (spec.matchConstraints) defaultMatchResources(spec.matchConstraints);
    },
    prepareForCreate(draft) {
      draft.status = {};
      startGeneration(draft);
    },
    prepareForUpdate(draft, previous) {
      keepPart(draft, previous, 'status');
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
    validate: validatePolicy,
    validateUpdate: validatePolicyUpdate,
  },
  status: statusStrategy<ValidatingAdmissionPolicy>({ keepsMetadata: true, validate: validatePolicyStatus }),
  columns: [
    nameColumn,
    { name: 'Validations', type: 'integer', description: 'How many things it asks', cell: ({ spec }) => (spec?.validations ?? []).length },
    { name: 'ParamKind', type: 'string', description: 'The kind of its parameters', cell: paramKindCell },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ValidatingAdmissionPolicy', change),
};

function paramKindCell({ spec }: ValidatingAdmissionPolicy): string {
  const { apiVersion = '', kind = '' } = spec?.paramKind ?? {};
  return spec?.paramKind ? `${apiVersion}/${kind}` : '<unset>';
}
