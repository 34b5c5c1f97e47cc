import { goQuote } from './go-text.ts';

const MS_OF_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  // Micro sign and Greek mu look alike.
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/** Max duration of Go's 64-bit nanoseconds in ms: about 292 years. */
const MS_MAX = 2 ** 63 / 1e6;

/** Duration in ms, possibly fractional, or the problem of the text. */
export type ParsedDuration = { readonly ms: number } | { readonly problem: string };

/**
 * Parses a Go duration: `10m`, `1h30m`, `500ms`, `-1.5h`, `0`. Problems have Go's messages: `time: missing unit in duration "10"`. Models
 * `time.ParseDuration`.
 */
export function parseDuration(text: string): ParsedDuration {
  const [, sign = '', body = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
  if (body === '0') return { ms: 0 };
  if (body === '') return invalid(text);
  let ms = 0;
  for (let rest = body; rest !== ''; ) {
    const [whole = '', number = '', unit = ''] = /^(\d+\.?\d*|\.\d+)([^.\d]*)/.exec(rest) ?? [];
    if (number === '') return invalid(text);
    if (unit === '') return { problem: `time: missing unit in duration ${goQuote(text)}` };
    const factor = Object.hasOwn(MS_OF_UNIT, unit) ? MS_OF_UNIT[unit] : undefined;
    if (factor === undefined) return { problem: `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}` };
    ms += Number(number) * factor;
    rest = rest.slice(whole.length);
  }
  if (ms >= MS_MAX) return invalid(text);
  return { ms: sign === '-' ? -ms : ms };
}

/** Formats whole milliseconds like Go: `10m0s`, `1h30m0.5s`, `500ms`, `0s`. Models `time.Duration.String`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  const [sign, all] = ms < 0 ? ['-', -ms] : ['', ms];
  if (all < 1_000) return `${sign}${all}ms`;
  const [hours, minutes] = [Math.floor(all / 3_600_000), Math.floor(all / 60_000) % 60];
  const seconds = `${(all % 60_000) / 1_000}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`;
}

function invalid(text: string): ParsedDuration {
  return { problem: `time: invalid duration ${goQuote(text)}` };
}
