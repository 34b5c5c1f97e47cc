/** JSON as npm writes it, which is how Biome wants a package.json: every list and object over several lines, except empty ones. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** JSON as Biome formats other files: a short list of strings stays on its line. */
export function compactJsonText(value: unknown): string {
  return jsonText(value).replace(/\[\s+("[^"\]]*"(?:,\s+"[^"\]]*")*)\s+\]/g, (_, strings: string) => `[${strings.replace(/,\s+/g, ', ')}]`);
}
