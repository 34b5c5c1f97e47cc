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
  test('asks for one device unless it says otherwise, and loses what is off by default', () => {
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
      'for nothing',
      { requests: [{ name: 'a' }] },
      ['requests[0]: Required value: exactly one of `exactly` or `firstAvailable` is required'],
    ],
    [
      'for this and that',
      { requests: [{ ...GPU, firstAvailable: [{ name: 'b', deviceClassName: 'c' }] }] },
      ['requests[0]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set'],
    ],
    [
      'of no class, in some way',
      { requests: [{ name: 'A', exactly: { allocationMode: 'Some', selectors: [{}] } }] },
      [
        `requests[0].name: Invalid value: "A": ${LABEL_RULE}`,
        'requests[0].exactly.deviceClassName: Required value',
        'requests[0].exactly.selectors[0].cel: Required value',
        'requests[0].exactly.allocationMode: Unsupported value: "Some": supported values: "All", "ExactCount"',
      ],
    ],
    [
      'for so many of all',
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
    ['twice under one name', { requests: [GPU, GPU] }, ['requests[1]: Duplicate value: "gpu"']],
    [
      'for too much',
      { requests: Array.from({ length: 33 }, (_, index) => ({ ...GPU, name: `r${index}` })) },
      ['requests: Too many: 33: must have at most 32 items'],
    ],
    [
      'held to what it does not ask for',
      { requests: [GPU], constraints: [{ requests: ['cpu', 'a/b/c'], matchAttribute: 'model' }, {}] },
      [
        `constraints[0].requests[0]: Invalid value: "cpu": ${NO_REQUEST}`,
        `constraints[0].requests[1]: Invalid value: "a/b/c": ${NO_REQUEST}`,
        'constraints[0].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash',
        'constraints[1].matchAttribute: Required value',
      ],
    ],
    [
      'set up by nobody, with nothing',
      { requests: [GPU], config: [{}, { requests: ['gpu'], opaque: { driver: 'gpu.example.com', parameters: ['x'] } }, { opaque: {} }] },
      [
        'config[0].opaque: Required value',
        'config[1].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object',
        'config[2].opaque.driver: Required value',
        'config[2].opaque.parameters: Required value',
      ],
    ],
  ])('%s is refused', (_, devices, errors) => {
    expect(tryCreate(resourceClaimKind, aClaim(devices)).errors).toEqual(errors.map((error) => `spec.devices.${error}`));
    const template = { metadata: { name: 't', namespace: 'default' }, spec: { spec: { devices } } };
    expect(tryCreate(resourceClaimTemplateKind, template).errors).toEqual(errors.map((error) => `spec.spec.devices.${error}`));
  });

  test('does not change, nor does a template', () => {
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
    ['deleted while it is allocated', { allocation: {} }, { deletionTimestamp: '2026-01-01T00:00:01Z' }, 'deleted,allocated'],
  ])('that is %s is printed so', (_, status, metadata, state) => {
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

  test('says what was given, to whom, and what drivers tell of it', () => {
    const devices = [{ driver: 'gpu.example.com', pool: 'node-1', device: 'gpu-0', data: {}, networkData: { ips: ['10.0.0.1/24'] } }];
    expect(judged({ allocation: given, reservedFor: [pod], devices })).toEqual([]);
  });

  test.each<[string, ResourceClaimStatus, ResourceClaimStatus, object, string[]]>([
    [
      'reserved before it is given',
      { reservedFor: [pod] },
      {},
      {},
      ['status.reservedFor: Forbidden: may not be specified when `allocated` is not set'],
    ],
    [
      'reserved for nobody, twice',
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
      'reserved while it goes',
      { allocation: given, reservedFor: [pod] },
      { allocation: given },
      { deletionTimestamp: '2026-01-01T00:00:01Z' },
      ['status.reservedFor: Forbidden: new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set'],
    ],
    ['given something else', { allocation: {} }, { allocation: given }, {}, ['status.allocation: Invalid value: {}: field is immutable']],
    [
      'given what nobody asked for',
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
      'told of in a way that is no way',
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
      'told of what was not given',
      { allocation: given, devices: [{ ...result, device: 'gpu-1', networkData: { ips: ['10.0.0.1'] } }] },
      { allocation: given },
      {},
      [
        'status.devices[0]: Invalid value: "gpu.example.com/node-1/gpu-1": must be an allocated device in the claim',
        'status.devices[0].networkData.ips[0]: Invalid value: "10.0.0.1": must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)',
      ],
    ],
  ])('that is %s is refused', (_, next, previous, metadata, errors) => {
    expect(judged(next, previous, metadata)).toEqual(errors);
  });

  test('forgets what was told of devices that are taken away, and leaves metadata and spec', () => {
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

  test('offers devices; taints and shared counters are off by default', () => {
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
      'everywhere and here',
      { allNodes: true },
      [`spec: Invalid value: "{\`nodeName\`, \`allNodes\`}": ${ONE_PLACE}, but multiple fields are set`],
    ],
    [
      'on some nodes of two kinds',
      { nodeName: undefined, nodeSelector: { nodeSelectorTerms: [{}, {}] } },
      ['spec.nodeSelector.nodeSelectorTerms: Invalid value: [{},{}]: must have exactly one node selector term'],
    ],
    [
      'of nobody and no pool',
      { driver: '', pool: { generation: -1 } },
      [
        'spec.driver: Required value',
        'spec.pool.name: Required value',
        'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero',
        'spec.pool.generation: Invalid value: -1: must be greater than or equal to zero',
      ],
    ],
    ['with one device twice', { devices: [{ name: 'a' }, { name: 'a' }] }, ['spec.devices[1]: Duplicate value: "a"']],
    [
      'whose device is like nothing',
      { devices: [{ name: 'a', attributes: { '/x': {}, 'a.b/': { version: '1.0', string: 'x' } } }] },
      [
        'spec.devices[0].attributes: Invalid value: "": the domain must not be empty',
        'spec.devices[0].attributes[/x]: Invalid value: "": exactly one value must be specified',
        'spec.devices[0].attributes: Invalid value: "": the name must not be empty',
        'spec.devices[0].attributes[a.b/].version: Invalid value: "1.0": must be a string compatible with semver.org spec 2.0.0',
        'spec.devices[0].attributes[a.b/]: Invalid value: {"version":"1.0","string":"x"}: exactly one value must be specified',
      ],
    ],
  ])('%s is refused', (_, part, errors) => {
    expect(tryCreate(resourceSliceKind, aSlice(part)).errors).toEqual(errors);
  });

  test('keeps its driver, its pool and its node', () => {
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

  test('is found by its node and its driver', () => {
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
