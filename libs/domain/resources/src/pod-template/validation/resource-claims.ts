import { dns1123Label, dns1123Subdomain, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { PodResourceClaim } from '@klockwork/kubernetes-types';
import { checkFormat, checkName } from './field-checks.ts';

const BOTH = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified';
const NEITHER = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`';

/** Validates a pod's claims: unique names, and a single source each. Models `validatePodResourceClaims`. */
export function validateResourceClaims(claims: readonly PodResourceClaim[], path: string): FieldError[] {
  const names = new Set<string>();
  return claims.flatMap((claim, index) => {
    const at = `${path}[${index}]`;
    const duplicate = names.has(claim.name);
    names.add(claim.name);
    return [
      ...(duplicate ? [fieldErrors.duplicate(`${at}.name`, claim.name)] : checkName(`${at}.name`, claim.name, dns1123Label)),
      ...validateSource(claim, at),
    ];
  });
}

function validateSource(claim: PodResourceClaim, path: string): FieldError[] {
  const { resourceClaimName, resourceClaimTemplateName } = claim as PodResourceClaim & ClaimSource;
  const sources = [resourceClaimName, resourceClaimTemplateName].filter((name) => name !== undefined && name !== null).length;
  return [
    ...(sources === 1 ? [] : [fieldErrors.invalid(path, shown(claim), sources === 0 ? NEITHER : BOTH)]),
    ...checkClaimName(`${path}.resourceClaimName`, resourceClaimName),
    ...checkClaimName(`${path}.resourceClaimTemplateName`, resourceClaimTemplateName),
  ];
}

/** Source of a claim, in the claim itself since 1.31. */
interface ClaimSource {
  readonly resourceClaimName?: string | null;
  readonly resourceClaimTemplateName?: string | null;
}

function checkClaimName(path: string, name: string | null | undefined): FieldError[] {
  return name === undefined || name === null ? [] : checkFormat(path, name, dns1123Subdomain);
}

/** The claim as upstream prints it: its internal type has no JSON names. */
function shown(claim: PodResourceClaim & ClaimSource): object {
  const { name, resourceClaimName = null, resourceClaimTemplateName = null } = claim;
  return { Name: name, ResourceClaimName: resourceClaimName, ResourceClaimTemplateName: resourceClaimTemplateName };
}
