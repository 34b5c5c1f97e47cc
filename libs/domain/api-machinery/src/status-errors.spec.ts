import { expect, test } from 'vitest';
import { fieldErrors } from './field-errors.ts';
import { optimisticLock, statusErrors } from './status-errors.ts';

const pods = { group: '', resource: 'pods' };
const deployments = { group: 'apps', resource: 'deployments' };

test('a missing object is reported with resource, group and name', () => {
  expect(statusErrors.notFound(deployments, 'web').status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'deployments.apps "web" not found',
    reason: 'NotFound',
    details: { name: 'web', group: 'apps', kind: 'deployments' },
    code: 404,
  });
});

test('an invalid object has a cause per error, and a message without duplicates', () => {
  const errors = [
    fieldErrors.invalid('spec.replicas', -1, 'must be greater than or equal to 0'),
    fieldErrors.required('spec.selector'),
    fieldErrors.required('spec.selector'),
  ];
  expect(statusErrors.invalid({ group: 'apps', kind: 'Deployment' }, 'web', errors).status).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message:
      'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.selector: Required value]',
    reason: 'Invalid',
    details: {
      name: 'web',
      group: 'apps',
      kind: 'Deployment',
      causes: [
        { reason: 'FieldValueInvalid', message: 'Invalid value: -1: must be greater than or equal to 0', field: 'spec.replicas' },
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.selector' },
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.selector' },
      ],
    },
    code: 422,
  });
});

test('every refusal has the code, reason and message of the real API server', () => {
  const refusals = [
    statusErrors.alreadyExists(pods, 'web'),
    statusErrors.generateNameConflict(pods, 'web-abcde', 1),
    statusErrors.conflict(pods, 'web', optimisticLock),
    statusErrors.applyConflict([], 'Apply failed with 1 conflict'),
    statusErrors.invalid({ group: '', kind: 'Pod' }, 'web', [fieldErrors.required('spec')]),
    statusErrors.invalid({ group: '', kind: 'Pod' }, 'web', []),
    statusErrors.badRequest('no'),
    statusErrors.unauthorized(),
    statusErrors.forbidden(pods, 'web', 'no quota'),
    statusErrors.forbidden(pods, '', 'no quota'),
    statusErrors.forbidden({ group: '', resource: '' }, '', 'User "x" cannot get path "/"'),
    statusErrors.methodNotAllowed(deployments, 'delete'),
    statusErrors.methodNotAllowedOnPath(),
    statusErrors.pathNotFound(),
    statusErrors.notAcceptable(['application/json', 'application/yaml']),
    statusErrors.unsupportedMediaType(['application/json']),
    statusErrors.expired('too old resource version: 1 (9)'),
    statusErrors.gone('gone'),
    statusErrors.tooLarge('limit is 3145728'),
    statusErrors.tooManyRequests('slow down', 2),
    statusErrors.internalError('disk full'),
    statusErrors.serverTimeout(pods, 'create', 1),
    statusErrors.serviceUnavailable('not ready'),
    statusErrors.timeout('request did not complete within 1s'),
  ];
  expect(refusals.map(({ status }) => `${status.code} ${status.reason} ${status.message}`)).toEqual([
    '409 AlreadyExists pods "web" already exists',
    '409 AlreadyExists pods "web-abcde" already exists, the server was not able to generate a unique name for the object',
    '409 Conflict Operation cannot be fulfilled on pods "web": the object has been modified; please apply your changes to the latest version and try again',
    '409 Conflict Apply failed with 1 conflict',
    '422 Invalid Pod "web" is invalid: spec: Required value',
    '422 Invalid Pod "web" is invalid',
    '400 BadRequest no',
    '401 Unauthorized Unauthorized',
    '403 Forbidden pods "web" is forbidden: no quota',
    '403 Forbidden pods is forbidden: no quota',
    '403 Forbidden forbidden: User "x" cannot get path "/"',
    '405 MethodNotAllowed delete is not supported on resources of kind "deployments.apps"',
    '405 MethodNotAllowed the server does not allow this method on the requested resource',
    '404 NotFound the server could not find the requested resource',
    '406 NotAcceptable only the following media types are accepted: application/json, application/yaml',
    '415 UnsupportedMediaType the body of the request was in an unknown format - accepted media types include: application/json',
    '410 Expired too old resource version: 1 (9)',
    '410 Gone gone',
    '413 RequestEntityTooLarge Request entity too large: limit is 3145728',
    '429 TooManyRequests slow down',
    '500 InternalError Internal error occurred: disk full',
    '500 ServerTimeout The create operation against pods could not be completed at this time, please try again.',
    '503 ServiceUnavailable not ready',
    '504 Timeout Timeout: request did not complete within 1s',
  ]);
});

test('an error without a kind names no kind', () => {
  const { status } = statusErrors.invalid({ group: '', kind: '' }, '', [{ field: 'patch', reason: 'FieldValueInvalid', message: 'no' }]);
  expect(status.details).toEqual({ causes: [{ field: 'patch', reason: 'FieldValueInvalid', message: 'no' }] });
});

test('a message of a million errors is cut and counts the rest', () => {
  const list = Array.from({ length: 1_000 }, (_, index) => `item-${index}`);
  const errors = Array.from({ length: 100_000 }, (_, index) => fieldErrors.invalid(`spec.list[${index}]`, list, 'no'));
  const { status } = statusErrors.invalid({ group: '', kind: 'Pod' }, 'web', errors);
  const told = status.details?.causes?.length ?? 0;
  expect(status.message.length).toBeLessThan(1_100_000);
  expect([status.message.endsWith(`: no, and ${100_000 - told} more]`), status.message.split(': no').length - 1]).toEqual([true, told]);
});

test('a single long error is reported in full', () => {
  const error = fieldErrors.invalid('spec', 'x'.repeat(2_000_000), 'no');
  expect(statusErrors.invalid({ group: '', kind: 'Pod' }, 'web', [error, error]).status.message).toBe(
    `Pod "web" is invalid: [spec: ${error.message}, and 1 more]`,
  );
});
