import {
  dns1035Label,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  qualifiedName,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { AdmissionCompiler, type ExpressionUse } from '@klockwork/cel';
import { utf8Length } from '@klockwork/kernel';
import type { AuditAnnotation, ExpressionWarning, ParamKind, Validation, Variable } from '@klockwork/kubernetes-types';
import { expressionErrors, validateMatchConditions, validateMatchResources } from '../admission-registration/match.validation.ts';
import { oneOf } from '../admission-registration/rules.validation.ts';
import { validateConditions } from '../generic/conditions.validation.ts';
import { complaints } from '../generic/field-checks.ts';
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicySpec } from './validating-admission-policy.ts';

const FAILURE_POLICIES = ['Fail', 'Ignore'];
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const ANNOTATIONS_MAX = 20;
const VALUE_EXPRESSION_BYTES_MAX = 5 * 1024;
const NOTHING_TO_DO = 'validations or auditAnnotations must contain at least one item';
const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** Validates a policy. Models `ValidateValidatingAdmissionPolicy`. */
export function validatePolicy({ metadata = {}, spec = {} }: ValidatingAdmissionPolicy): FieldError[] {
  const { matchConstraints, paramKind } = spec;
  const compiler = new AdmissionCompiler({ hasParams: paramKind !== undefined });
  return [
    ...validateObjectMeta(metadata, { namespaced: false, nameFn: dns1123Subdomain }),
    ...(spec.failurePolicy === undefined ? [fieldErrors.required('spec.failurePolicy')] : []),
    ...oneOf(spec.failurePolicy, FAILURE_POLICIES, 'spec.failurePolicy'),
    ...(paramKind ? paramKindErrors(paramKind, 'spec.paramKind') : []),
    ...(matchConstraints ? [] : [fieldErrors.required('spec.matchConstraints')]),
    ...validateMatchResources(matchConstraints, 'spec.matchConstraints'),
    ...(matchConstraints && (matchConstraints.resourceRules ?? []).length === 0
      ? [fieldErrors.required('spec.matchConstraints.resourceRules')]
      : []),
    ...validateMatchConditions(spec.matchConditions, 'spec.matchConditions', { hasParams: paramKind !== undefined }),
    ...(spec.variables ?? []).flatMap((variable, index) => variableErrors(variable, `spec.variables[${index}]`, compiler)),
    ...checkErrors(metadata.name ?? '', spec, compiler),
  ];
}

/** Models `ValidateValidatingAdmissionPolicyUpdate`. */
export function validatePolicyUpdate(next: ValidatingAdmissionPolicy, previous: ValidatingAdmissionPolicy): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...validatePolicy(next)];
}

/** Validates results of the type check. Models `validateValidatingAdmissionPolicyStatus`. */
export function validatePolicyStatus({ status }: ValidatingAdmissionPolicy): FieldError[] {
  const warnings = status?.typeChecking?.expressionWarnings ?? [];
  return [
    ...warnings.flatMap((warning, index) => expressionWarningErrors(warning, `status.typeChecking.expressionWarnings[${index}]`)),
    ...validateConditions(status?.conditions, 'status.conditions'),
  ];
}

function expressionWarningErrors({ fieldRef = '', warning = '' }: Partial<ExpressionWarning>, path: string): FieldError[] {
  return [
    ...(warning === '' ? [fieldErrors.required(`${path}.warning`)] : []),
    ...(fieldRef.trim() === '' ? [fieldErrors.required(`${path}.fieldRef`)] : []),
  ];
}

/** Requires validations or audit annotations. */
function checkErrors(
  name: string,
  { validations = [], auditAnnotations = [] }: ValidatingAdmissionPolicySpec,
  compiler: AdmissionCompiler,
): FieldError[] {
  if (validations.length === 0 && auditAnnotations.length === 0)
    return ['spec.validations', 'spec.auditAnnotations'].map((field) => fieldErrors.required(field, NOTHING_TO_DO));
  const keys = auditAnnotations.map(({ key }) => key);
  return [
    ...validations.flatMap((validation, index) => validationErrors(validation, `spec.validations[${index}]`, compiler)),
    ...(auditAnnotations.length > ANNOTATIONS_MAX
      ? [fieldErrors.invalid('spec.auditAnnotations', auditAnnotations, `must not have more than ${ANNOTATIONS_MAX} auditAnnotations`)]
      : []),
    ...auditAnnotations.flatMap((annotation, index) => [
      ...annotationErrors(name, annotation, { path: `spec.auditAnnotations[${index}]`, compiler }),
      ...(keys.indexOf(annotation.key) < index ? [fieldErrors.duplicate(`spec.auditAnnotations[${index}].key`, annotation.key)] : []),
    ]),
  ];
}

/** Models `validateParamKind`. */
function paramKindErrors({ apiVersion = '', kind = '' }: ParamKind, path: string): FieldError[] {
  const problems = dns1035Label(kind.toLowerCase());
  return [
    ...(apiVersion === '' ? [fieldErrors.required(`${path}.apiVersion`)] : apiVersionErrors(apiVersion, `${path}.apiVersion`)),
    ...(kind === '' ? [fieldErrors.required(`${path}.kind`)] : []),
    ...(kind !== '' && problems.length > 0
      ? [fieldErrors.invalid(`${path}.kind`, kind, `may have mixed case, but should otherwise match: ${problems.join(',')}`)]
      : []),
  ];
}

function apiVersionErrors(apiVersion: string, path: string): FieldError[] {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return [fieldErrors.invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const [group, version] = parts.length === 2 ? (parts as [string, string]) : ['', apiVersion];
  const ofGroup = group === '' ? [] : dns1123Subdomain(group);
  const ofVersion = version === '' ? [] : dns1035Label(version);
  return [
    ...(ofGroup.length === 0 ? [] : [fieldErrors.invalid(path, group, ofGroup.join(','))]),
    ...(version === '' ? [fieldErrors.invalid(path, apiVersion, 'version must be specified')] : []),
    ...(ofVersion.length === 0 ? [] : [fieldErrors.invalid(path, version, ofVersion.join(','))]),
  ];
}

function variableErrors({ name = '', expression = '' }: Partial<Variable>, path: string, compiler: AdmissionCompiler): FieldError[] {
  const isIdentifier = IDENTIFIER.test(name) && !RESERVED.has(name);
  return [
    ...(name.trim() === '' ? [fieldErrors.required(`${path}.name`, 'name is not specified')] : []),
    ...(name.trim() !== '' && !isIdentifier ? [fieldErrors.invalid(`${path}.name`, name, 'name is not a valid CEL identifier')] : []),
    ...(expression.trim() === ''
      ? [fieldErrors.required(`${path}.expression`, 'expression is not specified')]
      : expressionErrors(compiler.declare(name, expression), `${path}.expression`)),
  ];
}

function validationErrors(
  { expression = '', message = '', messageExpression = '', reason }: Partial<Validation>,
  path: string,
  compiler: AdmissionCompiler,
): FieldError[] {
  const refuse = (field: string, value: string, detail: string) => [fieldErrors.invalid(`${path}.${field}`, value, detail)];
  const isBlank = (text: string) => text !== '' && text.trim() === '';
  return [
    ...(expression.trim() === '' ? [fieldErrors.required(`${path}.expression`, 'expression is not specified')] : []),
    ...(isBlank(messageExpression) ? refuse('messageExpression', messageExpression, 'must be non-empty if specified') : []),
    ...(isBlank(message) ? refuse('message', message, 'message must be non-empty if specified') : []),
    ...(/[\n\r]/.test(message.trim()) ? refuse('message', message, 'message must not contain line breaks') : []),
    ...oneOf(reason, REASONS, `${path}.reason`),
    ...compileErrors(compiler, expression, 'validation', `${path}.expression`),
    ...compileErrors(compiler, messageExpression, 'message', `${path}.messageExpression`),
  ];
}

/** Annotation names start with the policy's name. */
function annotationErrors(
  policy: string,
  { key = '', valueExpression = '' }: Partial<AuditAnnotation>,
  { path, compiler }: { readonly path: string; readonly compiler: AdmissionCompiler },
): FieldError[] {
  const name = policy === '' ? key : `${policy}/${key}`;
  const bytes = utf8Length(valueExpression.trim());
  const isTooLong = bytes > VALUE_EXPRESSION_BYTES_MAX;
  const tooLong = `must not exceed ${VALUE_EXPRESSION_BYTES_MAX} bytes in length`;
  return [
    ...complaints(name, qualifiedName(name), `${path}.key`),
    ...(bytes === 0 ? [fieldErrors.required(`${path}.valueExpression`, 'valueExpression is not specified')] : []),
    ...(isTooLong
      ? [fieldErrors.required(`${path}.valueExpression`, tooLong)]
      : compileErrors(compiler, valueExpression, 'annotation', `${path}.valueExpression`)),
  ];
}

/** Returns the error of an expression that does not compile; empty ones have other errors. */
function compileErrors(compiler: AdmissionCompiler, text: string | undefined, use: ExpressionUse, path: string): FieldError[] {
  return text === undefined || text.trim() === '' ? [] : expressionErrors(compiler.compile(text, use), path);
}
