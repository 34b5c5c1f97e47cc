import { metadataOf } from '../generic/metadata.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { ProjectedSubresource, Strategy } from '../kind.ts';
import { NAMESPACE_FINALIZER, NAMESPACE_NAME_LABEL, type Namespace } from './namespace.ts';
import { validateNamespace, validateNamespaceFinalizers, validateNamespaceUpdate } from './namespace.validation.ts';

/** Models `pkg/registry/core/namespace/strategy.go`. */
export const namespaceStrategy: Strategy<Namespace> = {
  default: labelWithName,
  prepareForCreate(draft) {
    labelWithName(draft);
    draft.status = { phase: 'Active' };
    draft.spec ??= {};
    draft.spec.finalizers ??= [];
    if (!draft.spec.finalizers.includes(NAMESPACE_FINALIZER)) draft.spec.finalizers.push(NAMESPACE_FINALIZER);
  },
  prepareForUpdate(draft, previous) {
    // The spec contains finalizers, writable by /finalize only.
    keepPart(draft, previous, 'spec');
    keepPart(draft, previous, 'status');
  },
  validate: validateNamespace,
  validateUpdate: validateNamespaceUpdate,
  markDeleted(draft) {
    draft.status = { ...draft.status, phase: 'Terminating' };
  },
  heldByFinalizers: (namespace) => (namespace.spec?.finalizers ?? []).length > 0,
};

/** `/finalize`: removes finalizers of the namespace controller. */
export const namespaceFinalize: ProjectedSubresource<Namespace> = {
  kind: { group: '', version: 'v1', kind: 'Namespace' },
  verbs: ['update'],
  write(draft, body) {
    const finalizers = (body as Namespace).spec?.finalizers ?? [];
    draft.spec = finalizers.length === 0 ? {} : { finalizers };
    metadataOf(draft).resourceVersion = body.metadata?.resourceVersion;
    return validateNamespaceFinalizers(draft);
  },
};

/** Generated names are labelled later, once known. Models `SetDefaults_Namespace` and `Canonicalize`. */
function labelWithName({ metadata }: Namespace): void {
  if (metadata?.name) metadata.labels = { ...metadata.labels, [NAMESPACE_NAME_LABEL]: metadata.name };
}
