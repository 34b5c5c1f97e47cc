import type { PodTemplateSpec } from '@klockwork/resources';

/** The label that keeps the pods of different templates apart. */
export const POD_TEMPLATE_HASH = 'pod-template-hash';

const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * A name for a pod template: the same template and collision count give the same text, in any order of fields.
 * 32-bit FNV-1a in the alphabet of upstream's SafeEncodeString; upstream hashes a dump of Go's own structures, so the texts differ.
 */
export function templateHash(template: PodTemplateSpec | undefined, collisionCount: number | undefined): string {
  let hash = 0x811c9dc5;
  const text = canonical(template) + (collisionCount === undefined ? '' : `#${collisionCount}`);
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return [...`${hash}`].map((digit) => SAFE_ALPHABET[digit.charCodeAt(0) % SAFE_ALPHABET.length]).join('');
}

/** JSON with sorted keys; what is absent and what is null are alike. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, child]) => child !== undefined && child !== null);
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`)
    .join(',')}}`;
}
