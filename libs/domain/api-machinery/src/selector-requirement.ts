import type { LabelSelectorRequirement } from '@klockwork/kubernetes-types';
import type { FieldError } from './field-error.ts';
import { fieldErrors } from './field-errors.ts';
import { validateLabelName } from './labels.ts';
import { labelValue } from './name-formats.ts';

/** Additional values that a requirement may use. */
export interface RequirementRules {
  /** Accepts unknown operators: clients may be newer than the server. */
  readonly unknownOperators?: boolean;
}

/** Validates a requirement on a label. Models `ValidateLabelSelectorRequirement` of `k8s.io/apimachinery/pkg/apis/meta/v1/validation`. */
export function validateLabelRequirement(requirement: LabelSelectorRequirement, path: string, rules: RequirementRules = {}): FieldError[] {
  const { key, values = [] } = requirement;
  return [
    ...validateOperator(requirement, path, rules),
    ...validateLabelName(key, `${path}.key`),
    ...values.flatMap((value, index) =>
      labelValue(value).map((problem) => fieldErrors.invalid(`${path}.values[${index}]`, value, problem)),
    ),
  ];
}

/** Validates a requirement on a field with an arbitrary key. Models `ValidateFieldSelectorRequirement`. */
export function validateFieldRequirement(requirement: LabelSelectorRequirement, path: string, rules: RequirementRules = {}): FieldError[] {
  return [
    ...(requirement.key === '' ? [fieldErrors.required(`${path}.key`, 'must be specified')] : []),
    ...validateOperator(requirement, path, rules),
  ];
}

function validateOperator({ operator, values = [] }: LabelSelectorRequirement, path: string, rules: RequirementRules): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [fieldErrors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [fieldErrors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return rules.unknownOperators ? [] : [fieldErrors.invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}
