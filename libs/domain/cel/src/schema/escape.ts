const RESERVED: ReadonlySet<string> = new Set([
  'true',
  'false',
  'null',
  'in',
  'as',
  'break',
  'const',
  'continue',
  'else',
  'for',
  'function',
  'if',
  'import',
  'let',
  'loop',
  'package',
  'namespace',
  'return',
  'var',
  'void',
  'while',
]);
const ESCAPES: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };
const UNESCAPES: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/** Returns the identifier of a field in expressions; undefined for a name without one. Models `k8s.io/apiserver/pkg/cel/escaping.go`. */
export function escapeName(name: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9]*$/.test(name) && !RESERVED.has(name)) return name;
  if (name === '' || /^[0-9]/.test(name) || /[^a-zA-Z0-9\-./_]/.test(name)) return undefined;
  if (RESERVED.has(name)) return `__${name}__`;
  return name.replace(/__|[-./]/g, (part) => ESCAPES[part] as string);
}

/** Returns the field of an identifier; undefined for one that no field has. */
export function unescapeName(identifier: string): string | undefined {
  if (!identifier.includes('__')) return identifier;
  let isValid = true;
  const name = identifier.replace(/__([^_]+)__/g, (whole, word: string) => {
    const symbol = UNESCAPES[word];
    if (symbol !== undefined) return symbol;
    isValid &&= RESERVED.has(word) && whole === identifier;
    return word;
  });
  return isValid ? name : undefined;
}
