const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** Parses Go's boolean texts; undefined for other texts or none. Models `strconv.ParseBool`. */
export function parseBool(text: string | undefined): boolean | undefined {
  if (TRUE.has(text ?? '')) return true;
  return FALSE.has(text ?? '') ? false : undefined;
}
