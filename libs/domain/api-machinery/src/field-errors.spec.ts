import { expect, test } from 'vitest';
import { fieldErrors } from './field-errors.ts';

test('each kind of refusal has the words of the real API server', () => {
  const errors = [
    fieldErrors.required('spec.containers', ''),
    fieldErrors.required('metadata.name', 'name or generateName is required'),
    fieldErrors.invalid('spec.replicas', -1, 'must be greater than or equal to 0'),
    fieldErrors.invalid('spec.x', 'a"b\n\u00fc\u200b', 'is odd'),
    fieldErrors.invalid('spec.selector', { matchLabels: { app: '<x>' } }, 'field is immutable'),
    fieldErrors.invalid('spec.x', undefined, 'is absent'),
    fieldErrors.typeInvalid('spec.x', true, 'must be a string'),
    fieldErrors.notSupported('spec.restartPolicy', 'OnFailure', ['Always']),
    fieldErrors.notSupported('spec.protocol', 'X', ['SCTP', 'TCP', 'UDP']),
    fieldErrors.notSupported('spec.x', 'X', []),
    fieldErrors.duplicate('spec.ports[1].name', 'http'),
    fieldErrors.notFound('spec.volumeMounts[0].name', 'data'),
    fieldErrors.forbidden('spec', 'pod updates may not change fields'),
    fieldErrors.tooLong('metadata.annotations', 262_144),
    fieldErrors.tooLong('x', 1),
    fieldErrors.tooLong('x', -1),
    fieldErrors.tooMany('spec.x', 4, 3),
    fieldErrors.tooMany('spec.x', -1, 1),
    fieldErrors.internal('spec.x', 'broken'),
  ];
  expect(errors.map(({ reason, message }) => `${reason} ${message}`)).toEqual([
    'FieldValueRequired Required value',
    'FieldValueRequired Required value: name or generateName is required',
    'FieldValueInvalid Invalid value: -1: must be greater than or equal to 0',
    'FieldValueInvalid Invalid value: "a\\"b\\n\u00fc\\u200b": is odd',
    'FieldValueInvalid Invalid value: {"matchLabels":{"app":"\\u003cx\\u003e"}}: field is immutable',
    'FieldValueInvalid Invalid value: null: is absent',
    'FieldValueTypeInvalid Invalid value: true: must be a string',
    'FieldValueNotSupported Unsupported value: "OnFailure": supported values: "Always"',
    'FieldValueNotSupported Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
    'FieldValueNotSupported Unsupported value: "X"',
    'FieldValueDuplicate Duplicate value: "http"',
    'FieldValueNotFound Not found: "data"',
    'FieldValueForbidden Forbidden: pod updates may not change fields',
    'FieldValueTooLong Too long: may not be more than 262144 bytes',
    'FieldValueTooLong Too long: may not be more than 1 byte',
    'FieldValueTooLong Too long: value is too long',
    'FieldValueTooMany Too many: 4: must have at most 3 items',
    'FieldValueTooMany Too many: must have at most 1 item',
    'InternalError Internal error: broken',
  ]);
});
