/** Import or re-export statement. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Imported names, as exported by the other file; `*` for all. */
  readonly names: readonly string[];
  /** Names imported as types. */
  readonly types: readonly string[];
  /** True for `export … from`. */
  readonly passesOn: boolean;
}

export interface Declaration {
  readonly name: string;
  readonly line: number;
  /** True for interfaces and type aliases, absent at run time. */
  readonly isType: boolean;
  readonly hasDocstring: boolean;
}

/** TypeScript file with the parts read by rules. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The text with comments and quoted strings blanked, line for line. */
  readonly code: string;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
  /** Tests and what only tests need: `*.spec.ts`, their `*.part.ts`, `*.contract.ts`, and everything under a folder `testing`. */
  readonly isTest: boolean;
}

// Biome formats all sources: each statement starts at a line start, thus patterns suffice.
const FROM = /^(?:import|export)\s+(type\s+)?(\*(?:\s+as\s+\w+)?|[\w$]+|(?:[\w$]+,\s*)?\{[^}]*\})\s+from\s+'([^']+)'/gm;
const BARE = /^import\s+'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;
const DECLARED =
  /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(function\*?|class|interface|type|const|let|var)\s+([A-Za-z_$][\w$]*)/gm;
const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|\/\/[^\n]*/g;

export function sourceFile(path: string, text: string): SourceFile {
  return {
    path,
    text,
    code: text.replace(COMMENT_OR_STRING, (found) => found.replace(/[^\n]/g, ' ')),
    imports: [...importsOf(text)],
    declarations: declarationsOf(text),
    isTest: /\.(?:spec|part|contract)\.ts$|\/testing\//.test(path),
  };
}

/** Line of a text position, from 1. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function* importsOf(text: string): Iterable<Import> {
  for (const { 0: statement, 1: type, 2: clause, 3: specifier, index } of text.matchAll(FROM)) {
    const names = namesOf(clause!);
    const types = type === undefined ? [...clause!.matchAll(/\btype (\w+)/g)].map(({ 1: name }) => name!) : names;
    yield { specifier: specifier!, line: lineAt(text, index), names, types, passesOn: statement.startsWith('export') };
  }
  for (const pattern of [BARE, DYNAMIC]) {
    for (const { 1: specifier, index } of text.matchAll(pattern)) {
      yield { specifier: specifier!, line: lineAt(text, index), names: pattern === DYNAMIC ? ['*'] : [], types: [], passesOn: false };
    }
  }
}

function namesOf(clause: string): string[] {
  if (clause.startsWith('*')) return ['*'];
  const list = clause.match(/\{([^}]*)\}/)?.[1];
  if (list === undefined) return ['default'];
  const names = list.split(',').map(
    (name) =>
      name
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)[0]!,
  );
  return names.filter((name) => name !== '');
}

function declarationsOf(text: string): Declaration[] {
  const lines = text.split('\n');
  const byName = new Map<string, Declaration>();
  for (const { 1: keyword, 2: name, index } of text.matchAll(DECLARED)) {
    // Later declarations are overloads: the first one has the docstring.
    if (byName.has(name!)) continue;
    const line = lineAt(text, index);
    const isType = keyword === 'interface' || keyword === 'type';
    byName.set(name!, { name: name!, line, isType, hasDocstring: endsDocstring(lines, line - 2) });
  }
  return [...byName.values()];
}

// Decorators and linter directives may separate a docstring from its declaration; a run of constants may share one.
function endsDocstring(lines: readonly string[], last: number): boolean {
  let at = last;
  while (at >= 0 && /^(?:@|\/\/ biome-ignore|export const .*;$)/.test(lines[at]!)) at -= 1;
  return at >= 0 && /\*\/\s*$/.test(lines[at]!);
}
