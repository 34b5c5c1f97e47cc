import { type FieldError, fieldErrors, statusErrors } from '@klockwork/api-machinery';
import type { SelfSubjectRulesReviewSpec, SubjectAccessReviewSpec } from '@klockwork/kubernetes-types';
import type { KubeObject } from '@klockwork/resources';
import type { Review } from './review.ts';
import { selectorLimitErrors } from './selector-limits.ts';

type AccessReview = KubeObject & { readonly spec?: SubjectAccessReviewSpec };

const REVIEW = { group: 'authorization.k8s.io', version: 'v1' } as const;

/** Authenticated users have all permissions. */
const ALLOWED = { allowed: true };
const ALL_RULES = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};

/** Reviews of permissions. Models `pkg/apis/authorization/validation` and `pkg/registry/authorization`. */
export const accessReviews: readonly Review[] = [
  {
    ...REVIEW,
    resource: 'localsubjectaccessreviews',
    kind: 'LocalSubjectAccessReview',
    namespaced: true,
    validate: (body) => [...attributesErrors(body), ...subjectErrors(body), ...limitErrors(body), ...localErrors(body)],
    status: () => ALLOWED,
  },
  {
    ...REVIEW,
    resource: 'selfsubjectaccessreviews',
    kind: 'SelfSubjectAccessReview',
    namespaced: false,
    validate: (body) => [...attributesErrors(body), ...limitErrors(body), ...metadataErrors(body)],
    status: () => ALLOWED,
  },
  {
    ...REVIEW,
    resource: 'selfsubjectrulesreviews',
    kind: 'SelfSubjectRulesReview',
    namespaced: false,
    answer: 'new',
    status(body) {
      const { namespace = '' } = (body as { spec?: SelfSubjectRulesReviewSpec }).spec ?? {};
      if (namespace === '') throw statusErrors.badRequest('no namespace on request');
      return ALL_RULES;
    },
  },
  {
    ...REVIEW,
    resource: 'subjectaccessreviews',
    kind: 'SubjectAccessReview',
    namespaced: false,
    validate: (body) => [...attributesErrors(body), ...subjectErrors(body), ...limitErrors(body), ...metadataErrors(body)],
    status: () => ALLOWED,
  },
];

function attributesErrors({ spec = {} }: AccessReview): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes && nonResourceAttributes)
    return [
      fieldErrors.invalid(
        'spec.nonResourceAttributes',
        asGo(nonResourceAttributes),
        'cannot be specified in combination with resourceAttributes',
      ),
    ];
  if (resourceAttributes || nonResourceAttributes) return [];
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [fieldErrors.invalid('spec.resourceAttributes', undefined, detail)];
}

function subjectErrors({ spec = {} }: AccessReview): FieldError[] {
  if (spec.user || (spec.groups ?? []).length > 0) return [];
  return [fieldErrors.invalid('spec.user', '', 'at least one of user or group must be specified')];
}

function limitErrors({ spec }: AccessReview): FieldError[] {
  return selectorLimitErrors(spec?.resourceAttributes ?? {});
}

function metadataErrors({ metadata = {} }: KubeObject): FieldError[] {
  const { managedFields: _, ...said } = metadata;
  return Object.keys(said).length === 0 ? [] : [fieldErrors.invalid('metadata', said, 'must be empty')];
}

/** A local review must concern its own namespace. */
function localErrors({ metadata = {}, spec = {} }: AccessReview): FieldError[] {
  const { namespace = '', managedFields: _, ...said } = metadata;
  const { resourceAttributes, nonResourceAttributes } = spec;
  const subjectNamespace = resourceAttributes?.namespace ?? '';
  return [
    ...(Object.keys(said).length === 0 ? [] : [fieldErrors.invalid('metadata', metadata, 'must be empty except for namespace')]),
    ...(resourceAttributes && subjectNamespace !== namespace
      ? [fieldErrors.invalid('spec.resourceAttributes.namespace', subjectNamespace, 'must match metadata.namespace')]
      : []),
    ...(nonResourceAttributes
      ? [fieldErrors.invalid('spec.nonResourceAttributes', asGo(nonResourceAttributes), 'disallowed on this kind of request')]
      : []),
  ];
}

/** As upstream's internal type prints it. */
function asGo({ path = '', verb = '' }: { readonly path?: string; readonly verb?: string }) {
  return { Path: path, Verb: verb };
}
