import {
  dns1123Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  labelValue,
  validateLabelName,
  validateLabelSelector,
} from '@klockwork/api-machinery';
import type { Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm } from '@klockwork/kubernetes-types';
import { checkFormat } from './field-checks.ts';
import { validateMatchLabelKeys } from './match-label-keys.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const NOT_AN_OPERATOR = 'not a valid selector operator';

/** Models `validateAffinity`. */
export function validateAffinity(affinity: Affinity | undefined, path: string): FieldError[] {
  if (!affinity) return [];
  return [
    ...validateNodeAffinity(affinity.nodeAffinity, `${path}.nodeAffinity`),
    ...validatePodAffinity(affinity.podAffinity, `${path}.podAffinity`),
    ...validatePodAffinity(affinity.podAntiAffinity, `${path}.podAntiAffinity`),
  ];
}

function validateNodeAffinity(affinity: NodeAffinity | undefined, path: string): FieldError[] {
  const requiredSelector = affinity?.[REQUIRED];
  const schedulingTerms = affinity?.[PREFERRED] ?? [];
  return [
    ...(requiredSelector ? validateNodeSelector(requiredSelector.nodeSelectorTerms ?? [], `${path}.${REQUIRED}.nodeSelectorTerms`) : []),
    ...schedulingTerms.flatMap((term, index) => [
      ...checkWeight(term.weight, `${path}.${PREFERRED}[${index}].weight`),
      // Values of preferred terms are not validated as labels: invalid ones just never match.
      ...validateNodeTerm(term.preference, `${path}.${PREFERRED}[${index}].preference`, false),
    ]),
  ];
}

/** Validates the terms at `path`, at least one. Models `ValidateNodeSelector`. */
export function validateNodeSelector(terms: readonly NodeSelectorTerm[], path: string): FieldError[] {
  if (terms.length === 0) return [fieldErrors.required(path, 'must have at least one node selector term')];
  return terms.flatMap((term, index) => validateNodeTerm(term, `${path}[${index}]`, true));
}

function validateNodeTerm(term: NodeSelectorTerm, path: string, strictValues: boolean): FieldError[] {
  return [
    ...(term.matchExpressions ?? []).flatMap((rule, index) =>
      validateNodeLabelRule(rule, `${path}.matchExpressions[${index}]`, strictValues),
    ),
    ...(term.matchFields ?? []).flatMap((rule, index) => validateNodeFieldRule(rule, `${path}.matchFields[${index}]`)),
  ];
}

function validateNodeLabelRule(rule: NodeSelectorRequirement, path: string, strictValues: boolean): FieldError[] {
  const values = rule.values ?? [];
  const ofValues = strictValues ? values.flatMap((value, index) => checkFormat(`${path}.values[${index}]`, value, labelValue)) : [];
  return [...checkNodeOperator(rule, path), ...validateLabelName(rule.key ?? '', `${path}.key`), ...ofValues];
}

function checkNodeOperator({ operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return [];
      return [fieldErrors.required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [fieldErrors.forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      if (values.length === 1) return [];
      return [fieldErrors.required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [fieldErrors.invalid(`${path}.operator`, operator ?? '', NOT_AN_OPERATOR)];
  }
}

function validateNodeFieldRule({ key, operator, values = [] }: NodeSelectorRequirement, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (operator !== 'In' && operator !== 'NotIn') errors.push(fieldErrors.invalid(`${path}.operator`, operator ?? '', NOT_AN_OPERATOR));
  else if (values.length !== 1) {
    const problem = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.push(fieldErrors.required(`${path}.values`, problem));
  }
  if (key !== 'metadata.name') return [...errors, fieldErrors.invalid(`${path}.key`, key ?? '', 'not a valid field selector key')];
  return [...errors, ...values.flatMap((value, index) => checkFormat(`${path}.values[${index}]`, value, dns1123Subdomain))];
}

/** Affinity and anti-affinity between pods have the same structure. */
function validatePodAffinity(affinity: Affinity['podAffinity'], path: string): FieldError[] {
  const requiredTerms = affinity?.[REQUIRED] ?? [];
  const preferredTerms = affinity?.[PREFERRED] ?? [];
  return [
    ...requiredTerms.flatMap((term, index) => validatePodTerm(term, `${path}.${REQUIRED}[${index}]`)),
    ...preferredTerms.flatMap((term, index) => [
      ...checkWeight(term.weight, `${path}.${PREFERRED}[${index}].weight`),
      ...validatePodTerm(term.podAffinityTerm ?? { topologyKey: '' }, `${path}.${PREFERRED}[${index}].podAffinityTerm`),
    ]),
  ];
}

function validatePodTerm(term: PodAffinityTerm, path: string): FieldError[] {
  return [
    ...validateLabelSelector(term.labelSelector, `${path}.labelSelector`),
    ...validateLabelSelector(term.namespaceSelector, `${path}.namespaceSelector`),
    ...(term.namespaces ?? []).flatMap((name) => checkFormat(`${path}.namespace`, name, dns1123Label)),
    ...validateMatchLabelKeys(term, path),
    ...(term.topologyKey ? [] : [fieldErrors.required(`${path}.topologyKey`, 'can not be empty')]),
    ...validateLabelName(term.topologyKey ?? '', `${path}.topologyKey`),
  ];
}

function checkWeight(weight: number, path: string): FieldError[] {
  return weight >= 1 && weight <= 100 ? [] : [fieldErrors.invalid(path, weight ?? 0, 'must be in the range 1-100')];
}
