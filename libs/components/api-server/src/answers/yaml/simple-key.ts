/** Max UTF-16 units of a simple key; longer ones follow a question mark, on lines of their own. */
const SIMPLE_KEY_MAX = 128;

/** Returns whether a YAML key fits on one line with its colon. */
export function isSimpleKey(key: string): boolean {
  return key.length <= SIMPLE_KEY_MAX && !/[\n\r]/.test(key);
}
