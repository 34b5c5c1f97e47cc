import { statusErrors } from '@klockwork/api-machinery';
import { type Namespace, resources } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { forbidden } from '../refuse.ts';

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

/**
 * Rejects writes to missing namespaces, creates in terminating ones, and deletion of three protected namespaces. Models
 * `k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle`.
 */
export const namespaceLifecycle: Admission = {
  name: 'NamespaceLifecycle',

  admit(request, view) {
    if (isNamespace(request)) {
      if (request.operation === 'DELETE' && IMMORTAL.has(request.name)) throw forbidden(request, 'this namespace may not be deleted');
      return;
    }
    // Deletions are always allowed: otherwise a terminating namespace would never become empty.
    if (request.namespace === '' || request.operation === 'DELETE') return;
    refuseWithoutRoom(request, view);
  },

  recheck(request, view) {
    this.admit?.(request, view);
  },
};

function isNamespace({ resource }: AdmissionRequest): boolean {
  return resource.group === '' && resource.resource === 'namespaces';
}

function refuseWithoutRoom(request: AdmissionRequest, view: AdmissionView): void {
  const namespace = view.get(resources.namespaces, '', request.namespace) as Namespace | undefined;
  if (namespace === undefined) throw statusErrors.notFound(resources.namespaces, request.namespace);
  if (request.operation !== 'CREATE' || namespace.status?.phase !== 'Terminating') return;
  const cause = {
    reason: 'NamespaceTerminating',
    message: `namespace ${request.namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  throw forbidden(request, `unable to create new content in namespace ${request.namespace} because it is being terminated`, [cause]);
}
