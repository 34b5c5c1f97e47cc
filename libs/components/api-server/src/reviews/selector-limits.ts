import { type FieldError, fieldErrors, validateFieldRequirement, validateLabelRequirement } from '@klockwork/api-machinery';
import type { FieldSelectorAttributes, LabelSelectorAttributes, ResourceAttributes } from '@klockwork/kubernetes-types';

/** Limit of a question to objects with certain fields or labels. */
type SelectorLimit = FieldSelectorAttributes | LabelSelectorAttributes;

/** Clients may be newer than the server. */
const RULES = { unknownOperators: true };

/** Validates the selectors of a permission review. Models `validateResourceAttributes` of `pkg/apis/authorization/validation`. */
export function selectorLimitErrors({ fieldSelector, labelSelector }: ResourceAttributes): FieldError[] {
  const path = 'spec.resourceAttributes';
  return [
    ...selectorErrors(fieldSelector, `${path}.fieldSelector`, validateFieldRequirement),
    ...selectorErrors(labelSelector, `${path}.labelSelector`, validateLabelRequirement),
  ];
}

function selectorErrors(selector: SelectorLimit | undefined, path: string, judge: typeof validateLabelRequirement): FieldError[] {
  if (!selector) return [];
  const { rawSelector = '', requirements = [] } = selector;
  return [
    ...(rawSelector !== '' && requirements.length > 0
      ? [fieldErrors.invalid(`${path}.rawSelector`, rawSelector, 'may not specified at the same time as requirements')]
      : []),
    ...(rawSelector === '' && requirements.length === 0
      ? [fieldErrors.required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)]
      : []),
    ...requirements.flatMap((requirement, index) => judge(requirement, `${path}.requirements[${index}]`, RULES)),
  ];
}
