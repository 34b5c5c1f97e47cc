/** A longer key, in UTF-16 units, stands behind a question mark, on lines of its own. */
const SIMPLE_KEY_MAX = 128;

/** Whether a key of YAML stands on one line with its colon. */
export function isSimpleKey(key: string): boolean {
  return key.length <= SIMPLE_KEY_MAX && !/[\n\r]/.test(key);
}
