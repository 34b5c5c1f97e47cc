/** What differs from run to run beyond what every transcript has replaced, and how it is told. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  // How often a rollout is looked at is chance.
  [/^(Waiting for deployment .*\n)+/gm, ''],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b[0-9a-f]{64}\b/g, '<id>'],
];

/** A transcript as it is kept. */
export function withoutVolatile(transcript: string): string {
  return VOLATILE.reduce((text, [pattern, placeholder]) => text.replace(pattern, placeholder), transcript);
}
