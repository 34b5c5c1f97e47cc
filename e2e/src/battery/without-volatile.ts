/** Volatile output beyond that replaced in each transcript, with placeholders. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  // The number of rollout progress lines varies.
  [/^(Waiting for deployment .*\n)+/gm, ''],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
];

/** Replaces volatile parts of a transcript. */
export function withoutVolatile(transcript: string): string {
  return VOLATILE.reduce((text, [pattern, placeholder]) => text.replace(pattern, placeholder), transcript);
}
