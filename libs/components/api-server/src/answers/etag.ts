/** Returns the entity tag of a text: equal for equal texts. Four FNV-1a hashes with different seeds suffice to distinguish versions. */
export function etagOf(text: string): string {
  return `"${[0x811c9dc5, 0x01000193, 0x9e3779b9, 0x243f6a88].map((start) => fnv1a(text, start)).join('')}"`;
}

function fnv1a(text: string, start: number): string {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
