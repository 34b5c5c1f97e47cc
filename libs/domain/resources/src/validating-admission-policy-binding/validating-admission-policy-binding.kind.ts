import { labelSelector } from '@klockwork/api-machinery';
import { defaultMatchResources } from '../admission-registration/match.defaults.ts';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import type { ValidatingAdmissionPolicyBinding } from './validating-admission-policy-binding.ts';
import { validateBinding, validateBindingUpdate } from './validating-admission-policy-binding.validation.ts';

/** ValidatingAdmissionPolicyBinding. Models `pkg/registry/admissionregistration/validatingadmissionpolicybinding`. */
export const validatingAdmissionPolicyBindingKind: KindDefinition<ValidatingAdmissionPolicyBinding> = {
  ...resources.validatingAdmissionPolicyBindings,
  listKind: 'ValidatingAdmissionPolicyBindingList',
  singular: 'validatingadmissionpolicybinding',
  shortNames: [],
  categories: ['api-extensions'],
  definition: 'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding',
  strategy: {
    allowUnconditionalUpdate: false,
    default({ spec }) {
      if (spec?.matchResources) defaultMatchResources(spec.matchResources);
    },
    prepareForCreate: startGeneration,
    prepareForUpdate(draft, previous) {
      continueGeneration(draft, previous, specChanged(draft, previous));
    },
    validate: validateBinding,
    validateUpdate: validateBindingUpdate,
  },
  columns: [
    nameColumn,
    { name: 'PolicyName', type: 'string', description: 'The policy that holds', cell: ({ spec }) => spec?.policyName ?? '' },
    { name: 'ParamRef', type: 'string', description: 'The parameters it holds with', cell: paramRefCell },
    ageColumn,
  ],
  selectableFields: {},
  event: (change) => lifeCycleEvent('ValidatingAdmissionPolicyBinding', change),
};

/** Prints a selector of parameters as text. */
function paramRefCell({ spec }: ValidatingAdmissionPolicyBinding): string {
  const { name = '', namespace = '', selector } = spec?.paramRef ?? {};
  if (name !== '') return `${namespace || '*'}/${name}`;
  return selector ? labelSelector.fromObject(selector).toString() : '<unset>';
}
