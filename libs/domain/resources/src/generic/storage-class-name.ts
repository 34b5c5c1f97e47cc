import { dns1123Subdomain, type FieldError } from '@klockwork/api-machinery';
import type { KubeObject } from '../object.ts';
import { complaints } from './field-checks.ts';

/** Where volumes and claims named their class before they had a field for it. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** The class of a volume or a claim, '' for none. Models `GetPersistentVolumeClass` and `GetPersistentVolumeClaimClass`. */
export function classNameOf({ metadata, spec }: KubeObject & { spec?: { storageClassName?: string } }): string {
  return metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

/** Judges a class's name, where there is one. */
export function validateClassName(name: string | undefined, path: string): FieldError[] {
  return name ? complaints(name, dns1123Subdomain(name), path) : [];
}

/** The warning about a class that is named in an annotation. */
export function classAnnotationWarnings({ metadata }: KubeObject): string[] {
  if (metadata?.annotations?.[CLASS_ANNOTATION] === undefined) return [];
  return [`metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}
