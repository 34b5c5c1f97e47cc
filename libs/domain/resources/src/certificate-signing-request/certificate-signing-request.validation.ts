import { type FieldError, fieldErrors, goQuote, pathSegment, validateObjectMeta, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { type CertificateSigningRequest, conditionsOf } from './certificate-signing-request.ts';
import { validateSignerName } from './signer-name.ts';
import { certificateProblem, readCertificateRequest } from './x509/certificate-request.ts';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const EXPIRATION_SECONDS_MIN = 600;
const STATUSES = ['False', 'True', 'Unknown'];
/** Conditions with the only valid status True. */
const FINAL = ['Approved', 'Denied', 'Failed'];
const APPROVAL = ['Approved', 'Denied'];

/** Changes allowed to an update or subresource. */
export interface AllowedChanges {
  readonly approval?: true;
  readonly certificate?: true;
}

/** Models `ValidateCertificateSigningRequestCreate` of `pkg/apis/certificates/validation/validation.go`. */
export function validateCertificateRequest(request: CertificateSigningRequest): FieldError[] {
  return [...validateObject(request), ...validateCertificate(request.status?.certificate)];
}

/** Models `validateCertificateSigningRequestUpdate`: verdicts stay, and a certificate is issued once. */
export function validateCertificateRequestUpdate(
  next: CertificateSigningRequest,
  previous: CertificateSigningRequest,
  changes: AllowedChanges = {},
): FieldError[] {
  const issued = next.status?.certificate !== previous.status?.certificate;
  return [
    ...validateObject(next),
    ...(issued ? validateCertificate(next.status?.certificate) : []),
    ...validateVerdicts(next, previous, changes),
    ...(issued ? validateIssue(previous, changes) : []),
    ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
  ];
}

function validateObject(object: CertificateSigningRequest): FieldError[] {
  const { request = '', usages = [], signerName, expirationSeconds: seconds } = object.spec ?? {};
  const read = readCertificateRequest(request);
  const isShort = seconds !== undefined && seconds < EXPIRATION_SECONDS_MIN;
  const rule = 'may not specify a duration less than 600 seconds (10 minutes)';
  return [
    ...validateObjectMeta(object.metadata ?? {}, { namespaced: false, nameFn: pathSegment, path: 'metadata' }),
    ...('problem' in read ? [fieldErrors.invalid('spec.request', request, read.problem)] : []),
    ...validateUsages(usages, 'spec.usages'),
    ...validateSigner(signerName, 'spec.signerName'),
    ...(isShort ? [fieldErrors.invalid('spec.expirationSeconds', seconds, rule)] : []),
    ...validateConditions(object, 'status.conditions'),
  ];
}

function validateUsages(usages: readonly string[], path: string): FieldError[] {
  if (usages.length === 0) return [fieldErrors.required(path)];
  const unknown = usages.flatMap((usage, index) =>
    USAGES.includes(usage) ? [] : [fieldErrors.notSupported(`${path}[${index}]`, usage, USAGES)],
  );
  const repeatedErrors = usages.flatMap((usage, index) =>
    usages.indexOf(usage) < index ? [fieldErrors.duplicate(`${path}[${index}]`, usage)] : [],
  );
  return [...unknown, ...repeatedErrors];
}

function validateSigner(name: string | undefined, path: string): FieldError[] {
  if (name !== 'kubernetes.io/legacy-unknown') return validateSignerName(name, path);
  return [fieldErrors.invalid(path, name, 'the legacy signerName is not allowed via this API version')];
}

function validateConditions({ status }: CertificateSigningRequest, path: string): FieldError[] {
  const conditions = status?.conditions ?? [];
  return conditions.flatMap(({ type = '', status = '' }, index) => {
    const at = `${path}[${index}]`;
    const before = conditions.slice(0, index).map((condition) => condition.type);
    const opposite = APPROVAL.includes(type) && APPROVAL.some((other) => other !== type && before.includes(other));
    return [
      ...(type === '' ? [fieldErrors.required(`${at}.type`)] : []),
      ...validateStatus(status, FINAL.includes(type) ? ['True'] : STATUSES, `${at}.status`),
      ...(opposite ? [fieldErrors.invalid(path, type, 'Approved and Denied conditions are mutually exclusive')] : []),
      ...(before.includes(type) ? [fieldErrors.duplicate(`${at}.type`, type)] : []),
    ];
  });
}

function validateStatus(text: string, choices: readonly string[], path: string): FieldError[] {
  if (text === '') return [fieldErrors.required(path)];
  return choices.includes(text) ? [] : [fieldErrors.notSupported(path, text, choices)];
}

function validateCertificate(certificate: string | undefined): FieldError[] {
  const problem = certificateProblem(certificate);
  return problem === undefined ? [] : [fieldErrors.invalid('status.certificate', '<certificate data>', problem)];
}

function validateVerdicts(next: CertificateSigningRequest, previous: CertificateSigningRequest, changes: AllowedChanges): FieldError[] {
  const growth = (type: string) => conditionsOf(next, type).length - conditionsOf(previous, type).length;
  const refuse = (what: string, type: string) =>
    fieldErrors.forbidden('status.conditions', `updates may not ${what} a condition of type ${goQuote(type)}`);
  return [
    ...FINAL.filter((type) => growth(type) < 0).map((type) => refuse('remove', type)),
    ...APPROVAL.filter((type) => growth(type) > 0 && !changes.approval).map((type) => refuse('add', type)),
  ];
}

function validateIssue(previous: CertificateSigningRequest, changes: AllowedChanges): FieldError[] {
  if (!changes.certificate) return [fieldErrors.forbidden('status.certificate', 'updates may not set certificate content')];
  if (!previous.status?.certificate) return [];
  return [fieldErrors.forbidden('status.certificate', 'updates may not modify existing certificate content')];
}
