import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  pathSegment,
  qualifiedName,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { utf8Length } from '@klockwork/kernel';
import { complaints } from '../generic/field-checks.ts';
import type { Event } from './event.ts';

const SHORT_TEXT_BYTES_MAX = 128;
const MESSAGE_BYTES_MAX = 1024;

/**
 * Validates by core/v1 rules, stricter for an `eventTime`; metadata rules come last. Models `legacyValidateEvent` of
 * `pkg/apis/core/validation/events.go` and `rest.BeforeCreate`.
 */
export function validateEvent(event: Event): FieldError[] {
  const errors = eventContentErrors(event);
  return errors.length > 0 ? errors : validateObjectMeta(event.metadata ?? {}, { namespaced: true, nameFn: pathSegment });
}

/** Validates a replacement of an event. Models `rest.BeforeUpdate` and its strategy. */
export function validateEventUpdate(next: Event, previous: Event): FieldError[] {
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...eventContentErrors(next)];
}

/** Validates an event on every write; the reporter field has a different name per group. */
export function eventContentErrors(event: Event, reporter = 'reportingComponent'): FieldError[] {
  const namespace = event.metadata?.namespace ?? '';
  return [
    ...(event.eventTime ? seriesErrors(event, namespace, reporter) : plainErrors(event, namespace)),
    ...complaints(namespace, dns1123Subdomain(namespace), 'namespace'),
  ];
}

function plainErrors(event: Event, namespace: string): FieldError[] {
  const involvedNamespace = event.involvedObject?.namespace ?? '';
  const agrees = involvedNamespace === '' ? namespace === '' || namespace === 'default' : namespace === involvedNamespace;
  return agrees ? [] : [namespaceMismatch(involvedNamespace)];
}

function seriesErrors(event: Event, namespace: string, reporter: string): FieldError[] {
  const involvedNamespace = event.involvedObject?.namespace ?? '';
  const homeless = involvedNamespace === '' && namespace !== 'default' && namespace !== 'kube-system';
  const component = event.reportingComponent ?? '';
  return [
    ...(homeless ? [namespaceMismatch(involvedNamespace)] : []),
    ...requiredText(component, reporter),
    ...complaints(component, qualifiedName(component), reporter),
    ...shortText(event.reportingInstance, 'reportingInstance'),
    ...shortText(event.action, 'action'),
    ...shortText(event.reason, 'reason'),
    ...limitedText(event.message, 'message', MESSAGE_BYTES_MAX),
  ];
}

function namespaceMismatch(involvedNamespace: string): FieldError {
  return fieldErrors.invalid('involvedObject.namespace', involvedNamespace, 'does not match event.namespace');
}

function shortText(text: string | undefined, field: string): FieldError[] {
  return [...requiredText(text, field), ...limitedText(text, field, SHORT_TEXT_BYTES_MAX)];
}

function requiredText(text: string | undefined, field: string): FieldError[] {
  return text ? [] : [fieldErrors.required(field)];
}

function limitedText(text: string | undefined, field: string, max: number): FieldError[] {
  return utf8Length(text ?? '') > max ? [fieldErrors.invalid(field, '', `can have at most ${max} characters`)] : [];
}
