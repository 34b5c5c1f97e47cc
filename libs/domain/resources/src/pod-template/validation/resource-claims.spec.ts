import type { PodResourceClaim } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { validateResourceClaims } from './resource-claims.ts';

const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

test.each<[string, readonly object[], readonly string[]]>([
  [
    'of a claim and of a template pass',
    [
      { name: 'a', resourceClaimName: 'gpu' },
      { name: 'b', resourceClaimTemplateName: 'gpu' },
    ],
    [],
  ],
  [
    'of one name are refused',
    [
      { name: 'a', resourceClaimName: 'gpu' },
      { name: 'a', resourceClaimName: 'nic' },
    ],
    ['claims[1].name: Duplicate value: "a"'],
  ],
  ['without a name are refused', [{ name: '', resourceClaimName: 'gpu' }], ['claims[0].name: Required value']],
  [
    'from nowhere are refused',
    [{ name: 'a' }],
    [
      'claims[0]: Invalid value: {"Name":"a","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: `resourceClaimName`, `resourceClaimTemplateName`',
    ],
  ],
  [
    'from two places are refused',
    [{ name: 'a', resourceClaimName: 'gpu', resourceClaimTemplateName: 'gpus' }],
    [
      'claims[0]: Invalid value: {"Name":"a","ResourceClaimName":"gpu","ResourceClaimTemplateName":"gpus"}: at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
    ],
  ],
  [
    'of names that are none are refused',
    [
      { name: 'a', resourceClaimName: 'G' },
      { name: 'b', resourceClaimTemplateName: 'G' },
    ],
    [
      `claims[0].resourceClaimName: Invalid value: "G": ${SUBDOMAIN}`,
      `claims[1].resourceClaimTemplateName: Invalid value: "G": ${SUBDOMAIN}`,
    ],
  ],
])('claims %s', (_title, claims, expected) => {
  const errors = validateResourceClaims(claims as PodResourceClaim[], 'claims');
  expect(errors.map(({ field, message }) => `${field}: ${message}`)).toEqual(expected);
});
