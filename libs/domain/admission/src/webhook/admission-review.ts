import type { KubeObject } from '@klockwork/resources';

/** Group, version and kind. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Group, version and plural name. */
export interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** Request of an AdmissionReview. Models `AdmissionRequest` of `k8s.io/api/admission/v1`. */
export interface ReviewedRequest {
  readonly uid: string;
  readonly kind: GroupVersionKind;
  readonly resource: GroupVersionResource;
  readonly subResource?: string;
  readonly requestKind: GroupVersionKind;
  readonly requestResource: GroupVersionResource;
  readonly requestSubResource?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly operation: string;
  readonly userInfo: object;
  readonly object: KubeObject | null;
  readonly oldObject: KubeObject | null;
  readonly dryRun: boolean;
  readonly options: object | null;
}

/** Versions of AdmissionReview, in no order: the webhook's order counts. */
export type ReviewVersion = 'v1' | 'v1beta1';

/** Returns the first known version that a webhook accepts; undefined if it accepts none. */
export function reviewVersion(accepted: readonly string[] = []): ReviewVersion | undefined {
  return accepted.find((version): version is ReviewVersion => version === 'v1' || version === 'v1beta1');
}

/** Returns the JSON text of a review to send. */
export function reviewText(version: ReviewVersion, request: ReviewedRequest): string {
  return JSON.stringify({ kind: 'AdmissionReview', apiVersion: `admission.k8s.io/${version}`, request });
}

/** Response of a webhook, as sent: fields may have any type. Models `AdmissionResponse`. */
interface SentResponse {
  readonly uid?: unknown;
  readonly allowed?: unknown;
  readonly status?: unknown;
  readonly patch?: unknown;
  readonly patchType?: unknown;
  readonly auditAnnotations?: unknown;
  readonly warnings?: unknown;
}

/** Status of a refusal; fields may be absent. */
export interface RefusalStatus {
  readonly code?: number;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: object;
}

/** Valid response of a webhook. */
export interface ReviewResponse {
  readonly allowed: boolean;
  readonly status?: RefusalStatus | undefined;
  /** Base64 of a patch; '' without one. */
  readonly patch: string;
  /** '' without a patch. */
  readonly patchType: string;
  readonly auditAnnotations: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Expected review. */
export interface ExpectedReview {
  readonly uid: string;
  readonly version: ReviewVersion;
  /** False for validating webhooks, which may not patch. */
  readonly isMutating: boolean;
}

/**
 * Reads the answer of a webhook. Returns upstream's message for an invalid one. Models `VerifyAdmissionResponse`, after decoding with Go's
 * types.
 */
export function readReview(body: unknown, expectedReview: ExpectedReview): ReviewResponse | string {
  const review = body as { readonly kind?: unknown; readonly apiVersion?: unknown; readonly response?: SentResponse | null };
  const { response } = review;
  if (response === undefined || response === null) return 'webhook response was absent';
  const { uid = '', patch = '', patchType } = response;
  if (expectedReview.version === 'v1beta1') return responseOf(response, expectedReview.isMutating && patch !== '' ? 'JSONPatch' : '');
  if (uid !== expectedReview.uid) return `expected response.uid=${JSON.stringify(expectedReview.uid)}, got ${JSON.stringify(uid)}`;
  const { apiVersion, kind } = review;
  if (apiVersion !== 'admission.k8s.io/v1' || kind !== 'AdmissionReview')
    return `expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${versionKindText(apiVersion, kind)}`;
  const problem = expectedReview.isMutating ? patchProblem(patch, patchType) : unexpectedPatch(patch, patchType);
  return problem ?? responseOf(response, typeof patchType === 'string' ? patchType : '');
}

function patchProblem(patch: unknown, patchType: unknown): string | undefined {
  const hasType = patchType !== undefined && patchType !== null;
  if (patch !== '' && patch !== null && !hasType) return 'webhook returned response.patch but not response.patchType';
  if ((patch === '' || patch === null) && hasType) return 'webhook returned response.patchType but not response.patch';
  return patchType === '' ? 'webhook returned invalid response.patchType of ""' : undefined;
}

function unexpectedPatch(patch: unknown, patchType: unknown): string | undefined {
  if (patch !== '' && patch !== null) return 'validating webhook may not return response.patch';
  return patchType === undefined || patchType === null ? undefined : 'validating webhook may not return response.patchType';
}

function responseOf(response: SentResponse, patchType: string): ReviewResponse {
  const { allowed, status, patch, auditAnnotations, warnings } = response;
  return {
    allowed: allowed === true,
    status: status === null ? undefined : (status as RefusalStatus | undefined),
    patch: patchType === '' ? '' : String(patch ?? ''),
    patchType,
    auditAnnotations: (auditAnnotations ?? {}) as Readonly<Record<string, string>>,
    warnings: (warnings ?? []) as readonly string[],
  };
}

function versionKindText(apiVersion: unknown, kind: unknown): string {
  const version = String(apiVersion ?? '');
  const [group, name] = version.includes('/')
    ? [version.slice(0, version.indexOf('/')), version.slice(version.indexOf('/') + 1)]
    : ['', version];
  return `${group}/${name}, Kind=${String(kind ?? '')}`;
}
