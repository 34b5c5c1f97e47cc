const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `1`, `0.5`, `2m`, `infinity`; undefined for what is no duration. */
export function durationMs(text: string): number | undefined {
  if (/^inf(?:inity)?$/.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (UNIT_MS[match[2] || 's'] ?? 0);
}
