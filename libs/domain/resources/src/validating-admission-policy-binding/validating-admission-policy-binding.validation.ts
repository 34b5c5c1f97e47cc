import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  pathSegment,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import type { ParamRef } from '@klockwork/kubernetes-types';
import { validateMatchResources } from '../admission-registration/match.validation.ts';
import { oneOf } from '../admission-registration/rules.validation.ts';
import { complaints } from '../generic/field-checks.ts';
import type { ValidatingAdmissionPolicyBinding } from './validating-admission-policy-binding.ts';

const ACTIONS = ['Audit', 'Deny', 'Warn'];
const NOT_FOUND_ACTIONS = ['Deny', 'Allow'];
const EXCLUSIVE = 'name and selector are mutually exclusive';
const TWICE =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';

/** Models `ValidateValidatingAdmissionPolicyBinding`, including its misspelt path. */
export function validateBinding({ metadata = {}, spec = {} }: ValidatingAdmissionPolicyBinding): FieldError[] {
  const { policyName = '', paramRef, matchResources, validationActions = [] } = spec;
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain }),
    ...(policyName === ''
      ? [fieldErrors.required('spec.policyName')]
      : complaints(policyName, dns1123Subdomain(policyName), 'spec.policyName')),
    ...(paramRef ? paramRefErrors(paramRef, 'spec.paramRef') : []),
    ...validateMatchResources(matchResources, 'spec.matchResouces'),
    ...actionErrors(validationActions, 'spec.validationActions'),
  ];
}

/** Models `ValidateValidatingAdmissionPolicyBindingUpdate`. */
export function validateBindingUpdate(next: ValidatingAdmissionPolicyBinding, previous: ValidatingAdmissionPolicyBinding): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validateBinding(next)];
}

/** Models `validateParamRef`. */
function paramRefErrors({ name = '', selector, parameterNotFoundAction: action = '' }: ParamRef, path: string): FieldError[] {
  const both = name !== '' && selector !== undefined;
  return [
    ...complaints(name, pathSegment(name), `${path}.name`),
    ...(both ? [fieldErrors.forbidden(`${path}.name`, EXCLUSIVE)] : []),
    ...validateLabelSelector(selector, `${path}.selector`),
    ...(both ? [fieldErrors.forbidden(`${path}.selector`, EXCLUSIVE)] : []),
    ...(name === '' && selector === undefined ? [fieldErrors.required(path, 'one of name or selector must be specified')] : []),
    ...(action === ''
      ? [fieldErrors.required(`${path}.parameterNotFoundAction`)]
      : oneOf(action, NOT_FOUND_ACTIONS, `${path}.parameterNotFoundAction`)),
  ];
}

/** Models `validateValidationActions`. */
function actionErrors(actions: readonly string[], path: string): FieldError[] {
  return [
    ...actions.flatMap((action, index) => [
      ...oneOf(action, ACTIONS, `${path}[${index}]`),
      ...(actions.indexOf(action) < index ? [fieldErrors.duplicate(`${path}[${index}]`, action)] : []),
    ]),
    ...(actions.includes('Deny') && actions.includes('Warn') ? [fieldErrors.invalid(path, actions, TWICE)] : []),
    ...(actions.length === 0 ? [fieldErrors.required(path, 'at least one validation action is required')] : []),
  ];
}
