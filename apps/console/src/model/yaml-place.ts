/** Place of the cursor in a YAML text. */
export interface YamlPlace {
  /** Keys of the enclosing fields, outermost first; `[]` for items of lists. */
  readonly path: readonly string[];
  /** Typed part of a key, or the key of a value. */
  readonly key: string;
  /** True behind the colon of `key`. */
  readonly isValue: boolean;
}

interface Line {
  /** Columns of the dashes. */
  readonly dashes: readonly number[];
  /** Column of the key, or of the content. */
  readonly column: number;
  /** Undefined for a line without a key. */
  readonly key: string | undefined;
}

const ITEM = '[]';

/** Returns the place at `column` of the last line. Indentation decides, so an incomplete text has places too. */
export function placeIn(lines: readonly string[], column: number): YamlPlace {
  const last = lines.at(-1) ?? '';
  const typed = last.slice(0, column);
  const own = parsed(last.trim() === '' ? typed : last);
  const isValue = own.key !== undefined && column > typed.indexOf(':') && typed.includes(':');
  const path: string[] = [];
  let limit = enter(path, own.dashes, own.column);
  for (const text of lines.slice(0, -1).reverse()) {
    const content = text.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('---')) break;
    const line = parsed(text);
    if (line.column < limit && line.key !== undefined) {
      path.unshift(line.key);
      limit = enter(path, line.dashes, line.column);
    } else if (line.column === limit && line.dashes.length > 0) limit = enter(path, line.dashes, limit);
  }
  return { path, key: own.key ?? typed.slice(own.column).trim(), isValue };
}

/** Adds the items of dashes to the path. Returns the column that keys of the parent are left of. */
function enter(path: string[], dashes: readonly number[], column: number): number {
  path.unshift(...dashes.map(() => ITEM));
  const [first] = dashes;
  return first === undefined ? column : first + 1;
}

function parsed(text: string): Line {
  const [prefix = ''] = /^ *(?:-(?: +|$))*/.exec(text) ?? [];
  const dashes = [...prefix.matchAll(/-/g)].map(({ index }) => index);
  const [, key] = /^["']?([^\s"':#][^"':]*)["']?:(?: |$)/.exec(text.slice(prefix.length)) ?? [];
  return { dashes, column: prefix.length, key };
}
