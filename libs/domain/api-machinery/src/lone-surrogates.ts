const HALF = /\\u[dD][89a-fA-F]/;
/** Matches a pair, a lone surrogate, or any other escape as a whole, so that no second backslash starts an escape. */
const ESCAPE = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|u[dD][c-fC-F][0-9a-fA-F]{2}|[\s\S])/g;
const HALF_LENGTH = 6;

/**
 * Replaces escapes of lone surrogates with U+FFFD, as Go decodes them. Texts without such escapes, nearly all, are returned as they are.
 */
export function withoutLoneSurrogates(json: string): string {
  // Searching two characters is far faster than a pattern.
  if (!json.includes('\\u') || !HALF.test(json)) return json;
  return json.replace(ESCAPE, (found) => (found.length === HALF_LENGTH ? '\\ufffd' : found));
}
