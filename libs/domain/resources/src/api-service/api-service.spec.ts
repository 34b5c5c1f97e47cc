import { expect, test } from 'vitest';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { apiServiceKind } from './api-service.kind.ts';
import { type ApiService, type ApiServiceSpec, setAvailability } from './api-service.ts';

const PRIORITIES = { groupPriorityMinimum: 1000, versionPriority: 15 };
const LOCAL: ApiServiceSpec = { group: 'example.com', version: 'v1', ...PRIORITIES };
const REMOTE: ApiServiceSpec = { ...LOCAL, service: { namespace: 'default', name: 'api' } };
const apiService = (spec: ApiServiceSpec, name = 'v1.example.com'): ApiService => ({ metadata: { name }, spec });

test('a local APIService is available at once, and a remote one is unknown', () => {
  const local = tryCreate(apiServiceKind, apiService(LOCAL));
  expect(local.errors).toEqual([]);
  expect(local.object.status).toEqual({
    conditions: [
      {
        type: 'Available',
        status: 'True',
        lastTransitionTime: '2026-01-01T00:00:00Z',
        reason: 'Local',
        message: 'Local APIServices are always available',
      },
    ],
  });
  const remote = tryCreate(apiServiceKind, apiService(REMOTE));
  expect([remote.errors, remote.object.spec?.service?.port, remote.object.status]).toEqual([[], 443, {}]);
});

test('the APIService of the core group has no group', () => {
  expect(tryCreate(apiServiceKind, apiService({ ...LOCAL, group: '' }, 'v1.')).errors).toEqual([]);
});

test.each<[ApiServiceSpec, string, readonly string[]]>([
  [LOCAL, 'v2.example.com', ['metadata.name: Invalid value: "v2.example.com": must be `spec.version+"."+spec.group`: "v1.example.com"']],
  [LOCAL, 'a/b', ['metadata.name: Invalid value: "a/b": may not contain \'/\'']],
  [
    { ...LOCAL, group: '', version: 'v2' },
    'v2.',
    ['spec.group: Required value: only v1 may have an empty group and it better be legacy kube'],
  ],
  [
    { ...LOCAL, groupPriorityMinimum: 20_001, versionPriority: 0 },
    'v1.example.com',
    [
      'spec.groupPriorityMinimum: Invalid value: 20001: must be positive and less than 20000',
      'spec.versionPriority: Invalid value: 0: must be positive and less than 1000',
    ],
  ],
  [
    { ...LOCAL, caBundle: 'YWJj', insecureSkipTLSVerify: true },
    'v1.example.com',
    [
      'spec.caBundle: Invalid value: "3 bytes": local APIServices may not have a caBundle',
      'spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify',
    ],
  ],
  [
    { ...LOCAL, service: { port: 0 } },
    'v1.example.com',
    [
      'spec.service.namespace: Required value',
      'spec.service.name: Required value',
      'spec.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive',
    ],
  ],
  [
    { ...REMOTE, caBundle: 'YWJj', insecureSkipTLSVerify: true },
    'v1.example.com',
    ['spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present'],
  ],
])('an APIService %j named %s is refused', (spec, name, errors) => {
  expect(tryCreate(apiServiceKind, apiService(spec, name)).errors).toEqual(errors);
});

test('a write of the spec keeps the status, and a status has known values', () => {
  const { object } = tryCreate(apiServiceKind, apiService(LOCAL));
  const stored = { ...object, metadata: { ...object.metadata, resourceVersion: '1', uid: 'u' } };
  const next = tryUpdate(apiServiceKind, stored, (draft) => {
    draft.status = {};
  });
  expect([next.errors, next.object.status]).toEqual([[], stored.status]);
  const odd = { ...stored, status: { conditions: [{ type: 'Available', status: 'Maybe' }] } };
  expect(apiServiceKind.status?.validateUpdate(odd, stored).map(({ field }) => field)).toEqual(['status.conditions[0].status']);
});

test('a condition keeps its time while its status stays', () => {
  const draft = apiService(REMOTE);
  setAvailability(draft, { type: 'Available', status: 'False', reason: 'ServiceNotFound', message: 'a' }, 'T1');
  setAvailability(draft, { type: 'Available', status: 'False', reason: 'MissingEndpoints', message: 'b' }, 'T2');
  expect(draft.status?.conditions).toEqual([
    { type: 'Available', status: 'False', lastTransitionTime: 'T1', reason: 'MissingEndpoints', message: 'b' },
  ]);
  setAvailability(draft, { type: 'Available', status: 'True', reason: 'Passed', message: 'c' }, 'T3');
  expect(draft.status?.conditions?.[0]?.lastTransitionTime).toBe('T3');
});

test.each<[Partial<ApiService>, object]>([
  [{ spec: LOCAL }, { Service: 'Local', Available: 'Unknown' }],
  [
    { spec: REMOTE, status: { conditions: [{ type: 'Available', status: 'False', reason: 'ServiceNotFound' }] } },
    { Service: 'default/api', Available: 'False (ServiceNotFound)' },
  ],
  [{ spec: REMOTE, status: { conditions: [{ type: 'Available', status: 'True', reason: 'Passed' }] } }, { Available: 'True' }],
])('an APIService prints its server and its availability', (object, row) => {
  expect(rowOf(apiServiceKind, { metadata: { name: 'v1.example.com' }, ...object }, 0)).toMatchObject(row);
});
