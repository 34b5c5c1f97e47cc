import { dns1123Subdomain, type FieldError } from '@klockwork/api-machinery';
import type { KubeObject } from '../object.ts';
import { complaints } from './field-checks.ts';

/** Legacy annotation with the class of a volume or claim. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** Returns the class of a volume or claim, '' for none. Models `GetPersistentVolumeClass` and `GetPersistentVolumeClaimClass`. */
export function classNameOf({ metadata, spec }: KubeObject & { spec?: { storageClassName?: string } }): string {
  return metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

/** Validates an optional class name. */
export function validateClassName(name: string | undefined, path: string): FieldError[] {
  return name ? complaints(name, dns1123Subdomain(name), path) : [];
}

/** Returns the warning about a class in an annotation. */
export function classAnnotationWarnings({ metadata }: KubeObject): string[] {
  if (metadata?.annotations?.[CLASS_ANNOTATION] === undefined) return [];
  return [`metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}
