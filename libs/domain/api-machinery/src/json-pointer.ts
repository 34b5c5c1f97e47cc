/** Decodes a step of a JSON pointer (RFC 6901). */
export function pointerStep(escaped: string): string {
  return escaped.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Escapes a step of a JSON pointer. */
export function escapePointerStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}
