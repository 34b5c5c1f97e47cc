import { expect, test } from 'vitest';
import { build, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { volumeAttachmentKind } from './volume-attachment.kind.ts';
import type { VolumeAttachment } from './volume-attachment.ts';

const SPEC = { attacher: 'disks.example.com', nodeName: 'node-1', source: { persistentVolumeName: 'pv-1' } };
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const INLINE = { accessModes: ['ReadWriteOnce'], csi: { driver: 'disks.example.com', volumeHandle: 'h' } };
const anAttachment = (spec: object = {}): VolumeAttachment => ({ metadata: { name: 'csi-1' }, spec: { ...SPEC, ...spec } });

test('a new attachment is not attached, despite its status', () => {
  const { object, errors } = tryCreate(volumeAttachmentKind, { ...anAttachment(), status: { attached: true } });
  expect([object.status, errors]).toEqual([{ attached: false }, []]);
  expect(tryCreate(volumeAttachmentKind, anAttachment({ source: { inlineVolumeSpec: INLINE } })).errors).toEqual([]);
  expect(rowOf(volumeAttachmentKind, object, 0)).toEqual({
    Name: 'csi-1',
    Attacher: 'disks.example.com',
    PV: 'pv-1',
    Node: 'node-1',
    Attached: false,
    Age: '<unknown>',
  });
});

test.each<[string, object, string[]]>([
  [
    'of nothing to nothing by nobody',
    { attacher: '', source: {} },
    ['spec.attacher: Required value', 'spec.source: Required value: must specify exactly one of inlineVolumeSpec and persistentVolumeName'],
  ],
  [
    'by somebody, of something, on a node, none of which can be',
    { attacher: 'A b', source: { persistentVolumeName: 'A' }, nodeName: 'B' },
    [
      `spec.nodeName: Invalid value: "B": ${SUBDOMAIN}`,
      `spec.attacher: Invalid value: "A b": ${SUBDOMAIN}`,
      `spec.source.persistentVolumeName: Invalid value: "A": ${SUBDOMAIN}`,
    ],
  ],
  [
    'of two volumes',
    { source: { persistentVolumeName: 'a', inlineVolumeSpec: INLINE } },
    ['spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName'],
  ],
  [
    'of a volume without a name',
    { source: { persistentVolumeName: '' } },
    ['spec.source.persistentVolumeName: Required value: must specify non empty persistentVolumeName'],
  ],
  [
    'of a volume that is too much of an object',
    { source: { inlineVolumeSpec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], hostPath: { path: '/' } } } },
    [
      'spec.source.inlineVolumeSpec.storageClassName: Forbidden: may not be specified in the context of inline volumes',
      'spec.source.inlineVolumeSpec.csi: Required value: has to be specified in the context of inline volumes',
    ],
  ],
])('an attachment %s is refused', (_, spec, expected) => {
  expect(tryCreate(volumeAttachmentKind, anAttachment(spec)).errors).toEqual(expected);
});

test('volume and node of an attachment are immutable', () => {
  const { errors } = tryUpdate(volumeAttachmentKind, build(anAttachment()), (draft) => {
    draft.spec = { ...SPEC, nodeName: 'node-2' };
  });
  expect(errors).toEqual([
    'spec: Invalid value: {"attacher":"disks.example.com","nodeName":"node-2","source":{"persistentVolumeName":"pv-1"}}: field is immutable',
  ]);
});

test('a status has errors up to a kilobyte, and nonnegative codes', () => {
  const status = { attached: false, attachError: { message: 'x'.repeat(1025) }, detachError: { errorCode: -1 } };
  const next = { ...build(anAttachment()), status };
  expect(texts(volumeAttachmentKind.status?.validateUpdate(next, build(anAttachment())) ?? [])).toEqual([
    'status.attachError.message: Too long: may not be more than 262144 bytes',
    'status.detachError.errorCode: Invalid value: -1: must be between 0 and 2147483647, inclusive',
  ]);
});
