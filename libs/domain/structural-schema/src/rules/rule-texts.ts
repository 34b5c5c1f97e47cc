import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { JsonSchema, ValidationRule } from '../json-schema.ts';
import { normalizeFieldPath } from './field-path.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

/** Returns errors of the texts of a schema's own rules: required, one line, a known reason, a field that exists. */
export function ruleTextErrors(schema: JsonSchema, path: string): FieldError[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  return rules.flatMap((rule, index) => {
    const own = `${path}.x-kubernetes-validations[${index}]`;
    return [
      ...ruleErrors(rule, own),
      ...messageExpressionErrors(rule, own),
      ...reasonErrors(rule, own),
      ...fieldPathErrors(rule, own, schema),
    ];
  });
}

function hasLineBreak(text: string): boolean {
  return /[\n\r]/.test(text);
}

function ruleErrors({ rule = '', message = '' }: ValidationRule, path: string): FieldError[] {
  const text = message.trim();
  if (rule.trim() === '') return [fieldErrors.required(`${path}.rule`, 'rule is not specified')];
  if (message !== '' && text === '') return [fieldErrors.invalid(`${path}.message`, message, 'must be non-empty if specified')];
  if (hasLineBreak(text)) return [fieldErrors.invalid(`${path}.message`, message, 'must not contain line breaks')];
  if (!hasLineBreak(rule.trim()) || text !== '') return [];
  return [fieldErrors.required(`${path}.message`, 'message must be specified if rule contains line breaks')];
}

function messageExpressionErrors({ messageExpression = '' }: ValidationRule, path: string): FieldError[] {
  if (messageExpression === '' || messageExpression.trim() !== '') return [];
  return [fieldErrors.required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified')];
}

function reasonErrors({ reason }: ValidationRule, path: string): FieldError[] {
  return reason === undefined || REASONS.includes(reason) ? [] : [fieldErrors.notSupported(`${path}.reason`, reason, REASONS)];
}

function fieldPathErrors({ fieldPath = '' }: ValidationRule, path: string, schema: JsonSchema): FieldError[] {
  if (fieldPath === '') return [];
  const add = (detail: string): FieldError => fieldErrors.invalid(`${path}.fieldPath`, fieldPath, detail);
  return [
    ...(fieldPath.trim() === '' ? [add('must be non-empty if specified')] : []),
    ...(hasLineBreak(fieldPath) ? [add('must not contain line breaks')] : []),
    ...(normalizeFieldPath(fieldPath, schema) === undefined ? [add('must be a valid path')] : []),
  ];
}
