import { fieldErrors, statusErrors } from '@klockwork/api-machinery';
import { kindOf, type ResourceClaim, type ResourceClaimTemplate, type ResourceRef, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';

const LABEL = 'resource.kubernetes.io/admin-access';

/**
 * Allows admin access to devices only in labelled namespaces. Upstream's strategies read the namespace themselves. Models
 * `AuthorizedForAdmin` and `AuthorizedForAdminStatus` of `pkg/registry/resource/utils.go`.
 */
export const deviceAdminAccess: Admission = {
  name: 'DeviceAdminAccess',

  validate(request, view) {
    const path = adminPathOf(request);
    if (path === undefined || isForAdministrators(request.namespace, view)) return;
    const detail = `admin access to devices requires the \`${LABEL}: true\` label on the containing namespace`;
    const { group, resource } = request.resource;
    const kind = kindOf(group, resource)?.kind ?? '';
    throw statusErrors.invalid({ group, kind }, request.object?.metadata?.name ?? '', [fieldErrors.forbidden(path, detail)]);
  },
};

/** Returns the path of the first `adminAccess`; undefined without one, or if neither spec nor allocation changes. */
function adminPathOf({ resource, operation, subresource, object, previous }: AdmissionRequest): string | undefined {
  if (isOf(resource, resources.resourceClaimTemplates) && operation === 'CREATE')
    return requestPath((object as ResourceClaimTemplate).spec?.spec);
  if (!isOf(resource, resources.resourceClaims)) return undefined;
  if (operation === 'CREATE') return requestPath((object as ResourceClaim).spec);
  if (operation !== 'UPDATE' || subresource !== 'status' || resultPath(previous as ResourceClaim) !== undefined) return undefined;
  return resultPath(object as ResourceClaim);
}

function requestPath(spec: ResourceClaim['spec']): string | undefined {
  const index = (spec?.devices?.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess === true);
  return index === -1 ? undefined : `spec.devices.requests[${index}].adminAccess`;
}

function resultPath({ status }: ResourceClaim): string | undefined {
  const index = (status?.allocation?.devices?.results ?? []).findIndex(({ adminAccess }) => adminAccess === true);
  return index === -1 ? undefined : `status.allocation.devices.results[${index}].adminAccess`;
}

function isForAdministrators(namespace: string, view: AdmissionView): boolean {
  return view.get(resources.namespaces, '', namespace)?.metadata?.labels?.[LABEL] === 'true';
}

function isOf({ group, resource }: ResourceRef, other: ResourceRef): boolean {
  return group === other.group && resource === other.resource;
}
