import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { csiDriverKind } from './csi-driver.kind.ts';
import type { CSIDriver } from './csi-driver.ts';

const aDriver = (spec: object = {}): CSIDriver => ({ metadata: { name: 'disks.example.com' }, spec });

test('a driver attaches persistent volumes by default', () => {
  const { object, errors } = tryCreate(csiDriverKind, { metadata: { name: 'disks.example.com' } });
  expect(errors).toEqual([]);
  expect(object).toEqual({
    metadata: { name: 'disks.example.com' },
    spec: {
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      volumeLifecycleModes: ['Persistent'],
      requiresRepublish: false,
      seLinuxMount: false,
    },
  });
});

test('kubectl get csidrivers prints its row', () => {
  const { object } = tryCreate(csiDriverKind, aDriver({ tokenRequests: [{ audience: 'a' }, { audience: 'b' }], attachRequired: false }));
  expect(rowOf(csiDriverKind, object, 0)).toEqual({
    Name: 'disks.example.com',
    AttachRequired: false,
    PodInfoOnMount: false,
    StorageCapacity: false,
    TokenRequests: 'a,b',
    RequiresRepublish: false,
    Modes: 'Persistent',
    Age: '<unknown>',
  });
  expect(rowOf(csiDriverKind, aDriver(), 0)).toMatchObject({ AttachRequired: true, TokenRequests: '<unset>', Modes: '<none>' });
});

test.each<[string, object, string[]]>([
  [
    'with an unknown policy',
    { fsGroupPolicy: 'Always' },
    ['spec.fsGroupPolicy: Unsupported value: "Always": supported values: "File", "None", "ReadWriteOnceWithFSType"'],
  ],
  [
    'with an unknown mode',
    { volumeLifecycleModes: ['Forever'] },
    ['spec.volumeLifecycleModes: Unsupported value: "Forever": supported values: "Persistent", "Ephemeral"'],
  ],
  [
    'with tokens that are asked for twice, too short and too long',
    {
      tokenRequests: [
        { audience: '' },
        { audience: '' },
        { audience: 'a', expirationSeconds: 599 },
        { audience: 'b', expirationSeconds: 4294967297 },
      ],
    },
    [
      'spec.tokenRequests[1].audience: Duplicate value: ""',
      'spec.tokenRequests[2].expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
      'spec.tokenRequests[3].expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
  ],
  [
    'that counts its volumes all the time',
    { nodeAllocatableUpdatePeriodSeconds: 9 },
    ['spec.nodeAllocatableUpdatePeriodSeconds: Invalid value: 9: must be greater than or equal to 10 seconds'],
  ],
  [
    'that wants its tokens in secrets, and wants none',
    { serviceAccountTokenInSecrets: false, nodeAllocatableUpdatePeriodSeconds: 10 },
    ['spec.serviceAccountTokenInSecrets: Invalid value: false: serviceAccountTokenInSecrets is set but no tokenRequests are specified'],
  ],
])('a driver %s is refused', (_, spec, expected) => {
  expect(tryCreate(csiDriverKind, aDriver(spec)).errors).toEqual(expected);
});

test('attachment and lifecycle of volumes are immutable; other changes may increment the generation', () => {
  const stored = build(tryCreate(csiDriverKind, aDriver()).object);
  const { errors } = tryUpdate(csiDriverKind, stored, (draft) => {
    draft.spec = { ...draft.spec, attachRequired: false, volumeLifecycleModes: ['Ephemeral'] };
  });
  expect(errors).toEqual([
    'spec.attachedRequired: Invalid value: false: field is immutable',
    'spec.volumeLifecycleModes: Invalid value: ["Ephemeral"]: field is immutable',
  ]);
  const generationOf = (spec: object) =>
    tryUpdate(csiDriverKind, stored, (draft) => {
      draft.spec = { ...draft.spec, ...spec };
    }).object.metadata?.generation;
  expect([generationOf({ podInfoOnMount: true }), generationOf({ requiresRepublish: true })]).toEqual([undefined, 1]);
});
