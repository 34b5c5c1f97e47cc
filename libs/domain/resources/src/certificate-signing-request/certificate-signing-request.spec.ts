import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { encodeText } from '../generic/base64.ts';
import type { SubresourceStrategy } from '../kind.ts';
import { ALICE_REQUEST, build, CA_CERTIFICATE, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { certificateSigningRequestKind as kind } from './certificate-signing-request.kind.ts';
import type { CertificateSigningRequest } from './certificate-signing-request.ts';

const NOW = '2026-01-01T00:00:00Z';
const REQUEST = encodeText(ALICE_REQUEST);
const APPROVED = { type: 'Approved', status: 'True', reason: 'KubectlApprove' };
const CONTEXT = { now: Date.parse(NOW), subresource: '', user: 'admin' };

function aRequest(spec: object = {}, status: object = {}): CertificateSigningRequest {
  const asked = { request: REQUEST, signerName: 'kubernetes.io/kube-apiserver-client', usages: ['client auth'] };
  return { metadata: { name: 'alice' }, spec: { ...asked, ...spec }, status };
}

function write(strategy: SubresourceStrategy<CertificateSigningRequest> | undefined, previous: CertificateSigningRequest, status: object) {
  const draft = { ...copy(previous), status: copy(status) } as CertificateSigningRequest;
  strategy?.prepareForUpdate(draft, previous, CONTEXT);
  return { object: draft, errors: texts(strategy?.validateUpdate(draft, previous) ?? []) };
}

test('the requester is recorded, and a new request has no verdict', () => {
  const body = aRequest({ username: 'root', uid: '1', groups: ['wheel'], extra: { a: ['b'] } }, { conditions: [APPROVED] });
  const { object, errors } = tryCreate(kind, body);
  expect(errors).toEqual([]);
  expect(object.status).toEqual({});
  expect(object.spec).toEqual({
    ...aRequest().spec,
    username: 'admin',
    groups: ['system:masters', 'system:authenticated'],
  });
});

describe('a request is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'without PEM',
      { request: encodeText('please') },
      [`spec.request: Invalid value: "${encodeText('please')}": PEM block type must be CERTIFICATE REQUEST`],
    ],
    ['without usages', { usages: [] }, ['spec.usages: Required value']],
    ['with a duplicate usage', { usages: ['any', 'any'] }, ['spec.usages[1]: Duplicate value: "any"']],
    [
      'with a short duration',
      { expirationSeconds: 599 },
      ['spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)'],
    ],
    ['without a signer', { signerName: '' }, ['spec.signerName: Required value']],
    [
      'with a signer without path',
      { signerName: 'example.com' },
      ['spec.signerName: Invalid value: "example.com": must be a fully qualified domain and path of the form \'example.com/signer-name\''],
    ],
    [
      'with a signer domain of one label',
      { signerName: 'example/a' },
      ['spec.signerName: Invalid value: "example": should be a domain with at least two segments separated by dots'],
    ],
    [
      'with an invalid signer path',
      { signerName: 'example.com/A' },
      [
        "spec.signerName: Invalid value: \"A\": validating label \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    [
      'with the legacy signer',
      { signerName: 'kubernetes.io/legacy-unknown' },
      ['spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version'],
    ],
  ])('a certificate request %s is refused', (_, spec, expected) => {
    expect(tryCreate(kind, aRequest(spec)).errors).toEqual(expected);
  });

  test('a certificate request with an unknown usage is refused', () => {
    const [error = ''] = tryCreate(kind, aRequest({ usages: ['fun'] })).errors;
    expect(error).toMatch(
      /^spec\.usages\[0\]: Unsupported value: "fun": supported values: "any", "cert sign", "client auth", .*"timestamping"$/,
    );
  });
});

test('an update keeps spec and status silently', () => {
  const stored = build(aRequest({}, { conditions: [APPROVED] }));
  const { object, errors } = tryUpdate(kind, stored, (draft) => {
    draft.spec = { ...aRequest().spec, usages: ['any'] };
    draft.status = {};
  });
  expect([object.spec, object.status, errors]).toEqual([stored.spec, stored.status, []]);
});

describe('/approval', () => {
  const approval = kind.subresources?.approval;

  test('/approval accepts a verdict, sets its time, and changes nothing else', () => {
    const { object, errors } = write(approval, build(aRequest()), { conditions: [APPROVED], certificate: 'AAAA' });
    expect(errors).toEqual([]);
    expect(object.status).toEqual({ conditions: [{ ...APPROVED, lastUpdateTime: NOW, lastTransitionTime: NOW }] });
  });

  test.each<[string, object[], object[], string[]]>([
    [
      'both',
      [],
      [APPROVED, { ...APPROVED, type: 'Denied' }],
      ['status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive'],
    ],
    ['duplicate', [], [APPROVED, APPROVED], ['status.conditions[1].type: Duplicate value: "Approved"']],
    [
      'status False',
      [],
      [{ ...APPROVED, status: 'False' }],
      ['status.conditions[0].status: Unsupported value: "False": supported values: "True"'],
    ],
    ['empty', [], [{}], ['status.conditions[0].type: Required value', 'status.conditions[0].status: Required value']],
    ['removed', [APPROVED], [], ['status.conditions: Forbidden: updates may not remove a condition of type "Approved"']],
  ])('/approval refuses a verdict: %s', (_, before, conditions, expected) => {
    expect(write(approval, build(aRequest({}, { conditions: before })), { conditions }).errors).toEqual(expected);
  });
});

describe('/status', () => {
  const certificate = encodeText(CA_CERTIFICATE);

  test('/status accepts a certificate once, and keeps the verdict', () => {
    const stored = build(aRequest({}, { conditions: [APPROVED] }));
    const { object, errors } = write(kind.status, stored, { conditions: [{ ...APPROVED, reason: 'Other' }], certificate });
    expect([errors, object.status?.conditions?.[0]?.reason, object.status?.certificate]).toEqual([[], 'KubectlApprove', certificate]);
    expect(write(kind.status, object, { ...object.status, certificate: encodeText(`${CA_CERTIFICATE}\n`) }).errors).toEqual([
      'status.certificate: Forbidden: updates may not modify existing certificate content',
    ]);
  });

  test('/status accepts no verdict, and no invalid certificate', () => {
    expect(write(kind.status, build(aRequest()), { conditions: [APPROVED], certificate: encodeText('x') }).errors).toEqual([
      'status.certificate: Invalid value: "<certificate data>": must contain at least one CERTIFICATE PEM block',
      'status.conditions: Forbidden: updates may not add a condition of type "Approved"',
    ]);
  });
});

test.each<[object, object, string, string]>([
  [{}, {}, '<none>', 'Pending'],
  [{ expirationSeconds: 86_400 }, { conditions: [APPROVED], certificate: 'AAAA' }, '24h', 'Approved,Issued'],
  [{}, { conditions: [{ type: 'Denied' }, { type: 'Failed' }] }, '<none>', 'Denied,Failed'],
])('kubectl get csr prints a request with %j and %j', (spec, status, duration, condition) => {
  expect(rowOf(kind, aRequest({ username: 'alice', ...spec }, status), 0)).toEqual({
    Name: 'alice',
    Age: '<unknown>',
    SignerName: 'kubernetes.io/kube-apiserver-client',
    Requestor: 'alice',
    RequestedDuration: duration,
    Condition: condition,
  });
});

test('the log names verdict and certificate, never their contents', () => {
  const previous = aRequest();
  const event = (status: object) => kind.event({ verb: 'update', subresource: 'approval', previous, next: aRequest({}, status) });
  const data = { signerName: 'kubernetes.io/kube-apiserver-client' };
  expect([event({ conditions: [APPROVED] }), event({ conditions: [{ type: 'Denied' }] }), event({ certificate: 'AAAA' })]).toEqual([
    { type: 'CertificateApproved', data },
    { type: 'CertificateDenied', data },
    { type: 'CertificateIssued', data },
  ]);
  expect(kind.selectableFields['spec.signerName']?.(previous)).toBe(data.signerName);
});
