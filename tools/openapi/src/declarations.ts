/** Field declaration of `kubernetes-types`. */
export interface FieldDeclaration {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** `string`, `Array<Container>`, `map<string>`, `"Pod"`. */
  readonly type: string;
}

/** An interface or an alias as `kubernetes-types` declares it. Aliases have no fields. */
export interface TypeDeclaration {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldDeclaration[];
}

/** `.d.ts` file: types, and source file of each imported name, without extension. */
export interface DeclarationFile {
  readonly types: readonly TypeDeclaration[];
  readonly imports: ReadonlyMap<string, string>;
}

const MAP_OPENS = '{';
const MAP_ENTRY = /^\[name: string\]: (.+);$/;

/**
 * Parses a generated declaration file of `kubernetes-types`, one member a line. Throws for unknown syntax: new versions of the package need
 * review.
 */
export function readDeclarations(source: string): DeclarationFile {
  return new DeclarationReader(source.split('\n')).read();
}

class DeclarationReader {
  readonly #lines: readonly string[];
  readonly #types: TypeDeclaration[] = [];
  readonly #imports = new Map<string, string>();
  #at = 0;
  #description = '';

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  read(): DeclarationFile {
    for (let line = this.#next(); line !== undefined; line = this.#next()) this.#readTopLevel(line);
    return { types: this.#types, imports: this.#imports };
  }

  #readTopLevel(line: string): void {
    const importedMatch = /^import (?:type )?\{ (.+) \} from "(.+)";$/.exec(line);
    const openedMatch = /^export interface (\w+) \{(\})?$/.exec(line);
    const alias = /^export type (\w+) = (.+);$/.exec(line);
    if (importedMatch !== null)
      for (const name of (importedMatch[1] as string).split(', ')) this.#imports.set(name, importedMatch[2] as string);
    else if (openedMatch !== null) this.#declare(openedMatch[1] as string, openedMatch[2] === undefined ? this.#readFields() : []);
    else if (alias !== null) this.#declare(alias[1] as string, []);
    else if (line !== '' && line !== 'export {};') throw new Error(`a declaration of an unknown form: ${line}`);
  }

  #declare(name: string, fields: readonly FieldDeclaration[]): void {
    this.#types.push({ name, description: this.#takeDescription(), fields: fields });
  }

  #readFields(): FieldDeclaration[] {
    const description = this.#takeDescription();
    const fields: FieldDeclaration[] = [];
    for (let line = this.#next(); line !== undefined && line !== '}'; line = this.#next()) fields.push(this.#readField(line));
    this.#description = description;
    return fields;
  }

  #readField(line: string): FieldDeclaration {
    const member = /^(?:readonly )?"?([\w$-]+)"?(\?)?: (.+?);?$/.exec(line);
    if (member === null) throw new Error(`a member of an unknown form: ${line}`);
    const [, name = '', optional, type = ''] = member;
    const description = this.#takeDescription();
    return { name, description, required: optional === undefined, type: type === MAP_OPENS ? this.#readMap() : type };
  }

  #readMap(): string {
    const entry = MAP_ENTRY.exec(this.#next() ?? '');
    if (entry === null || this.#next() !== '};') throw new Error('a map of an unknown form');
    return `map<${entry[1]}>`;
  }

  /** Next line outside comments; preceding comments become the description. */
  #next(): string | undefined {
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = (this.#lines[this.#at] as string).trim();
      if (line.startsWith('/**')) this.#readComment();
      else {
        this.#at += 1;
        return line;
      }
    }
    return undefined;
  }

  /** A comment ends at a line end with its mark, since its text may contain the mark. */
  #readComment(): void {
    const lines: string[] = [];
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = (this.#lines[this.#at] as string).trim();
      lines.push(line.replace(/^\/\*\*\s?|^\*(?!\/)\s?/, '').replace(/\s*\*\/$/, ''));
      if (line.endsWith('*/')) break;
    }
    this.#description = lines.join('\n').trim();
  }

  #takeDescription(): string {
    const description = this.#description;
    this.#description = '';
    return description;
  }
}
