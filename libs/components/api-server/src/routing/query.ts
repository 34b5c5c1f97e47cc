/** Query of a request: first value, and all values, of each key. */
export interface Query {
  text(key: string): string;
  all(key: string): readonly string[];
  /** Returns a Go boolean; invalid ones are false, as in Go's `Convert_Slice_string_To_bool`. */
  flag(key: string): boolean;
  has(key: string): boolean;
}

const GO_FALSE = new Set(['false', '0']);

/** Parses `a=1&b=x%20y`. Invalid escapes stay as sent. */
export function parseQuery(query: string): Query {
  const values = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const [key, value] = splitPair(pair);
    const previous = values.get(key);
    if (previous === undefined) values.set(key, [value]);
    else previous.push(value);
  }
  return {
    text: (key) => values.get(key)?.[0] ?? '',
    all: (key) => values.get(key) ?? [],
    has: (key) => values.has(key),
    flag: (key) => goBoolean(values.get(key)?.[0]),
  };
}

/** Present and neither `false` nor `0`: `watch`, `watch=1`, `watch=True` all mean true. Models `Convert_Slice_string_To_bool`. */
export function goBoolean(text: string | undefined): boolean {
  return text !== undefined && !GO_FALSE.has(text.toLowerCase());
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [decoded(pair), ''] : [decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))];
}

function decoded(text: string): string {
  const spacedText = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spacedText);
  } catch {
    return spacedText;
  }
}
