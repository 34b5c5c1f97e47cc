import { describe, expect, test } from 'vitest';
import { deviceClassKind } from '../device-class/device-class.kind.ts';
import { resourceClaimKind } from '../resource-claim/resource-claim.kind.ts';
import type { ResourceClaim, ResourceClaimStatus } from '../resource-claim/resource-claim.ts';
import { resourceClaimTemplateKind } from '../resource-claim-template/resource-claim-template.kind.ts';
import { resourceSliceKind } from '../resource-slice/resource-slice.kind.ts';
import type { ResourceSlice } from '../resource-slice/resource-slice.ts';
import { rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';

const STAMPS = { resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const NOW = Date.parse('2026-01-01T00:00:09Z');
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const NO_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
const GPU = { name: 'gpu', exactly: { deviceClassName: 'gpu.example.com' } };

function aClaim(devices: object = { requests: [GPU] }, status?: ResourceClaimStatus): ResourceClaim {
  return { metadata: { name: 'gpus', namespace: 'default', ...STAMPS }, spec: { devices }, ...(status && { status }) };
}

describe('a claim', () => {
  test('a claim requests a single device by default, and loses disabled fields', () => {
    const exactly = { deviceClassName: 'gpu.example.com', tolerations: [{}], capacity: { requests: {} } };
    const sub = { name: 'small', deviceClassName: 'gpu.example.com', allocationMode: 'All' };
    const { object, errors } = tryCreate(
      resourceClaimKind,
      aClaim({
        requests: [
          { name: 'gpu', exactly },
          { name: 'any', firstAvailable: [sub] },
        ],
      }),
    );
    expect([errors, object.spec?.devices?.requests, object.status]).toEqual([
      [],
      [
        { name: 'gpu', exactly: { deviceClassName: 'gpu.example.com', allocationMode: 'ExactCount', count: 1 } },
        { name: 'any', firstAvailable: [sub] },
      ],
      {},
    ]);
  });

  test.each<[string, object, string[]]>([
    [
      'without a choice',
      { requests: [{ name: 'a' }] },
      ['requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required'],
    ],
    [
      'with two choices',
      { requests: [{ ...GPU, firstAvailable: [{ name: 'b', deviceClassName: 'c' }] }] },
      ['requests[0]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set'],
    ],
    [
      'without a class, with an unknown mode',
      { requests: [{ name: 'A', exactly: { allocationMode: 'Some', selectors: [{}] } }] },
      [
        `requests[0].name: Invalid value: "A": ${LABEL_RULE}`,
        'requests[0].exactly.deviceClassName: Required value',
        'requests[0].exactly.selectors[0].cel: Required value',
        'requests[0].exactly.allocationMode: Unsupported value: "Some": supported values: "All", "ExactCount"',
      ],
    ],
    [
      'with a count for all',
      {
        requests: [
          { name: 'a', exactly: { deviceClassName: 'c', allocationMode: 'All', count: 2 } },
          { name: 'b', exactly: { deviceClassName: 'c', count: -1 } },
        ],
      },
      [
        "requests[0].exactly.count: Invalid value: 2: must not be specified when allocationMode is 'All'",
        'requests[1].exactly.count: Invalid value: -1: must be greater than zero',
      ],
    ],
    ['with duplicate names', { requests: [GPU, GPU] }, ['requests[1]: Duplicate value: "gpu"']],
    [
      'with too many devices',
      { requests: Array.from({ length: 33 }, (_, index) => ({ ...GPU, name: `r${index}` })) },
      ['requests: Too many: 33: must have at most 32 items'],
    ],
    [
      'with a constraint on unknown requests',
      { requests: [GPU], constraints: [{ requests: ['cpu', 'a/b/c'], matchAttribute: 'model' }, {}] },
      [
        `constraints[0].requests[0]: Invalid value: "cpu": ${NO_REQUEST}`,
        `constraints[0].requests[1]: Invalid value: "a/b/c": ${NO_REQUEST}`,
        'constraints[0].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash',
        'constraints[1].matchAttribute: Required value',
      ],
    ],
    [
      'with a configuration without driver and parameters',
      { requests: [GPU], config: [{}, { requests: ['gpu'], opaque: { driver: 'gpu.example.com', parameters: ['x'] } }, { opaque: {} }] },
      [
        'config[0].opaque: Required value',
        'config[1].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object',
        'config[2].opaque.driver: Required value',
        'config[2].opaque.parameters: Required value',
      ],
    ],
  ])('a claim %s is refused', (_, devices, errors) => {
    expect(tryCreate(resourceClaimKind, aClaim(devices)).errors).toEqual(errors.map((error) => `spec.devices.${error}`));
    const template = { metadata: { name: 't', namespace: 'default' }, spec: { spec: { devices } } };
    expect(tryCreate(resourceClaimTemplateKind, template).errors).toEqual(errors.map((error) => `spec.spec.devices.${error}`));
  });

  test('a claim is immutable, and so is a template', () => {
    const { object } = tryCreate(resourceClaimKind, aClaim());
    const { errors } = tryUpdate(resourceClaimKind, object, (draft) => Object.assign(draft, { spec: {} }));
    expect(errors).toEqual(['spec: Invalid value: {"devices":{"requests":null}}: field is immutable']);
    const template = tryCreate(resourceClaimTemplateKind, {
      metadata: { name: 't', namespace: 'default', ...STAMPS },
      spec: { spec: {} },
    }).object;
    expect(
      tryUpdate(resourceClaimTemplateKind, template, (draft) =>
        Object.assign(draft, { spec: { metadata: { labels: { a: 'b' } }, spec: {} } }),
      ).errors,
    ).toEqual(['spec: Invalid value: {"metadata":{"labels":{"a":"b"}},"spec":{"devices":{"requests":null}}}: field is immutable']);
  });

  test.each<[string, ResourceClaimStatus | undefined, object, string]>([
    ['pending', undefined, {}, 'pending'],
    ['allocated and reserved', { allocation: {}, reservedFor: [{ uid: '1' }] }, {}, 'allocated,reserved'],
    ['terminating while allocated', { allocation: {} }, { deletionTimestamp: '2026-01-01T00:00:01Z' }, 'deleted,allocated'],
  ])('a claim that is %s is printed as such', (_, status, metadata, state) => {
    const claim = aClaim(undefined, status);
    expect(rowOf(resourceClaimKind, { ...claim, metadata: { ...claim.metadata, ...metadata } }, NOW)).toEqual({
      Name: 'gpus',
      State: state,
      Age: '9s',
    });
  });
});

describe('the status of a claim', () => {
  const result = { request: 'gpu', driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0' };
  const given = { devices: { results: [result] } };
  const judged = (next: ResourceClaimStatus, previous: ResourceClaimStatus = {}, metadata: object = {}) => {
    const claim = aClaim(undefined, next);
    return texts(
      resourceClaimKind.status?.validateUpdate(
        { ...claim, metadata: { ...claim.metadata, ...metadata } },
        { ...aClaim(undefined, previous), metadata: { ...claim.metadata, ...metadata } },
      ) ?? [],
    );
  };
  const pod = { resource: 'pods', name: 'web', uid: '1' };

  test('the claim status has allocated devices, consumers, and driver reports', () => {
    const devices = [{ driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0', data: {}, networkData: { ips: ['10.0.0.1/24'] } }];
    expect(judged({ allocation: given, reservedFor: [pod], devices })).toEqual([]);
  });

  test.each<[string, ResourceClaimStatus, ResourceClaimStatus, object, string[]]>([
    [
      'reserved before its allocation',
      { reservedFor: [pod] },
      {},
      {},
      ['status.reservedFor: Forbidden: may not be specified when `allocated` is not set'],
    ],
    [
      'reserved for duplicate, empty consumers',
      { allocation: given, reservedFor: [{ uid: '1' }, pod] },
      { allocation: given },
      {},
      [
        'status.reservedFor[0].resource: Required value',
        'status.reservedFor[0].name: Required value',
        'status.reservedFor[1]: Duplicate value: "1"',
      ],
    ],
    [
      'reserved during deletion',
      { allocation: given, reservedFor: [pod] },
      { allocation: given },
      { deletionTimestamp: '2026-01-01T00:00:01Z' },
      ['status.reservedFor: Forbidden: new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set'],
    ],
    ['allocated differently', { allocation: {} }, { allocation: given }, {}, ['status.allocation: Invalid value: {}: field is immutable']],
    [
      'allocated for an unknown request',
      { allocation: { devices: { results: [{ ...result, request: 'cpu', pool: '' }], config: [{ source: 'FromMe' }] } } },
      {},
      {},
      [
        `status.allocation.devices.results[0].request: Invalid value: "cpu": ${NO_REQUEST}`,
        'status.allocation.devices.results[0].pool: Required value',
        'status.allocation.devices.config[0].source: Unsupported value: "FromMe": supported values: "FromClaim", "FromClass"',
        'status.allocation.devices.config[0].opaque: Required value',
      ],
    ],
    [
      'reported with an invalid condition',
      {
        allocation: given,
        devices: [{ ...result, conditions: [{ type: 'Ready', status: 'Yes', lastTransitionTime: '', reason: '', message: '' }] }],
      },
      { allocation: given },
      {},
      [
        'status.devices[0].conditions[0].status: Unsupported value: "Yes": supported values: "False", "True", "Unknown"',
        'status.devices[0].conditions[0].lastTransitionTime: Required value: must be set',
        'status.devices[0].conditions[0].reason: Required value: must be set',
      ],
    ],
    [
      'reported for an unallocated device',
      { allocation: given, devices: [{ ...result, device: 'gpu-1', networkData: { ips: ['10.0.0.1'] } }] },
      { allocation: given },
      {},
      [
        'status.devices[0]: Invalid value: "gpu.example.com/node-1/gpu-1": must be an allocated device in the claim',
        'status.devices[0].networkData.ips[0]: Invalid value: "10.0.0.1": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)',
      ],
    ],
  ])('a claim status is refused if %s', (_, next, previous, metadata, errors) => {
    expect(judged(next, previous, metadata)).toEqual(errors);
  });

  test('a status update drops reports of deallocated devices, and keeps metadata and spec', () => {
    const other = { ...result, device: 'gpu-1' };
    const told = [result, other].map(({ driver, pool, device }) => ({ driver, pool, device }));
    const previous = aClaim(undefined, { allocation: { devices: { results: [result, other] } }, devices: told });
    const draft = { ...aClaim({}, { allocation: given, devices: told }), metadata: { name: 'gpus', labels: { a: 'b' } } };
    resourceClaimKind.status?.prepareForUpdate(draft, previous, { now: NOW, subresource: 'status', user: 'admin' });
    expect(draft).toEqual({ metadata: { name: 'gpus' }, spec: previous.spec, status: { allocation: given, devices: told.slice(0, 1) } });
    delete draft.status?.allocation;
    resourceClaimKind.status?.prepareForUpdate(draft, previous, { now: NOW, subresource: 'status', user: 'admin' });
    expect(draft.status).toEqual({});
  });
});

test('a class chooses devices; its generation counts changes; resources under other names are off by default', () => {
  const metadata = { name: 'gpu.example.com', ...STAMPS };
  const { object, errors } = tryCreate(deviceClassKind, {
    metadata,
    spec: { selectors: [{ cel: { expression: 'true' } }], extendedResourceName: 'example.com/gpu' },
  });
  expect([errors, object.metadata?.generation, object.spec]).toEqual([[], 1, { selectors: [{ cel: { expression: 'true' } }] }]);
  expect(tryUpdate(deviceClassKind, object, (draft) => Object.assign(draft, { spec: {} })).object.metadata?.generation).toBe(2);
  expect(tryCreate(deviceClassKind, { metadata, spec: { selectors: [{ cel: { expression: 'x'.repeat(10_241) } }] } }).errors).toEqual([
    'spec.selectors[0].cel.expression: Too long: may not be more than 10240 bytes',
  ]);
});

describe('a slice', () => {
  const aSlice = (part: object = {}): ResourceSlice => ({
    metadata: { name: 'node-1-gpus', ...STAMPS },
    spec: {
      driver: 'gpu.example.com',
      pool: { name: 'node-1', generation: 1, resourceSliceCount: 1 },
      nodeName: 'node-1',
      devices: [{ name: 'gpu-0' }],
      ...part,
    },
  });

  test('a slice offers devices; taints and shared counters are disabled by default', () => {
    const device = {
      name: 'gpu-0',
      taints: [{}],
      capacity: { memory: { value: '1Gi', requestPolicy: {} } },
      attributes: { 'gpu.example.com/model': { string: 'a' } },
    };
    const { object, errors } = tryCreate(resourceSliceKind, aSlice({ devices: [device], sharedCounters: [{}] }));
    expect([errors, object.spec?.devices, object.spec?.sharedCounters, object.metadata?.generation]).toEqual([
      [],
      [{ name: 'gpu-0', capacity: { memory: { value: '1Gi' } }, attributes: { 'gpu.example.com/model': { string: 'a' } } }],
      undefined,
      1,
    ]);
  });

  const ONE_PLACE = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
  test.each<[string, object, string[]]>([
    ['nowhere', { nodeName: undefined }, [`spec: Required value: ${ONE_PLACE}`]],
    [
      'for all nodes and for one',
      { allNodes: true },
      [`spec: Invalid value: "{\`nodeName\`, \`allNodes\`}": ${ONE_PLACE}, but multiple fields are set`],
    ],
    [
      'with two node selector terms',
      { nodeName: undefined, nodeSelector: { nodeSelectorTerms: [{}, {}] } },
      ['spec.nodeSelector.nodeSelectorTerms: Invalid value: [{},{}]: must have exactly one node selector term'],
    ],
    [
      'without driver and pool',
      { driver: '', pool: { generation: -1 } },
      [
        'spec.driver: Required value',
        'spec.pool.name: Required value',
        'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero',
        'spec.pool.generation: Invalid value: -1: must be greater than or equal to zero',
      ],
    ],
    ['with a duplicate device', { devices: [{ name: 'a' }, { name: 'a' }] }, ['spec.devices[1]: Duplicate value: "a"']],
    [
      'with invalid attributes',
      { devices: [{ name: 'a', attributes: { '/x': {}, 'a.b/': { version: '1.0', string: 'x' } } }] },
      [
        'spec.devices[0].attributes: Invalid value: "": the domain must not be empty',
        'spec.devices[0].attributes[/x]: Invalid value: "": exactly one value must be specified',
        'spec.devices[0].attributes: Invalid value: "": the name must not be empty',
        'spec.devices[0].attributes[a.b/].version: Invalid value: "1.0": must be a string compatible with semver.org spec 2.0.0',
        'spec.devices[0].attributes[a.b/]: Invalid value: {"version":"1.0","string":"x"}: exactly one value must be specified',
      ],
    ],
  ])('a slice %s is refused', (_, part, errors) => {
    expect(tryCreate(resourceSliceKind, aSlice(part)).errors).toEqual(errors);
  });

  test('a slice keeps driver, pool and node', () => {
    const { object } = tryCreate(resourceSliceKind, aSlice());
    const { errors } = tryUpdate(resourceSliceKind, object, (draft) =>
      Object.assign(draft, aSlice({ driver: 'a.b', nodeName: 'node-2', pool: { name: 'p', generation: 1 } }), {
        metadata: draft.metadata,
      }),
    );
    expect(errors).toEqual([
      'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero',
      'spec.pool.name: Invalid value: "p": field is immutable',
      'spec.driver: Invalid value: "a.b": field is immutable',
      'spec.nodeName: Invalid value: "node-2": field is immutable',
    ]);
  });

  test('a slice is selectable by node and driver', () => {
    expect(rowOf(resourceSliceKind, aSlice(), NOW)).toEqual({
      Name: 'node-1-gpus',
      Node: 'node-1',
      Driver: 'gpu.example.com',
      Pool: 'node-1',
      Age: '9s',
    });
    expect(Object.values(resourceSliceKind.selectableFields).map((read) => read(aSlice()))).toEqual(['node-1', 'gpu.example.com']);
  });
});
