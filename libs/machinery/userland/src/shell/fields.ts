/** Expanded word: its text, and the same as a pattern with quoted characters escaped. */
export interface Field {
  readonly text: string;
  /** Undefined without pattern characters. */
  readonly pattern: string | undefined;
}

/** Collects the expansions of one word and splits fields. */
export class FieldBuilder {
  readonly #fields: Field[] = [];
  readonly #whiteSpace: string;
  readonly #separators: string;
  #text: string | undefined;
  #pattern = '';
  #special = false;

  /** `ifs`: the characters that separate fields. */
  constructor(ifs: string) {
    this.#whiteSpace = [...ifs].filter((char) => ' \t\n'.includes(char)).join('');
    this.#separators = ifs;
  }

  /** Adds text that is not split. */
  add(text: string, quoted: boolean): void {
    this.#text = (this.#text ?? '') + text;
    if (quoted) this.#pattern += escapePattern(text);
    else {
      this.#pattern += text;
      this.#special ||= /[*?[]/.test(text);
    }
  }

  /** Adds an unquoted expansion. */
  split(text: string): void {
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? '';
      if (!this.#separators.includes(char)) continue;
      if (at > start) this.add(text.slice(start, at), false);
      const isBlank = this.#whiteSpace.includes(char);
      if (!isBlank) {
        if (this.#text === undefined && !this.#closedByBlank) this.add('', false);
        this.#closedByBlank = false;
      }
      if (this.#text !== undefined) {
        this.end();
        this.#closedByBlank = isBlank;
      }
      start = at + 1;
    }
    if (start < text.length) this.add(text.slice(start), false);
    if (this.#text !== undefined) this.#closedByBlank = false;
  }

  /** A blank ended the last field: a separator that follows belongs to the same gap. */
  #closedByBlank = false;

  /** Ends the field at hand. */
  end(): void {
    if (this.#text !== undefined) this.#fields.push({ text: this.#text, pattern: this.#special ? this.#pattern : undefined });
    this.#text = undefined;
    this.#pattern = '';
    this.#special = false;
  }

  finish(): readonly Field[] {
    this.end();
    return this.#fields;
  }
}

/** Escapes all pattern characters. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\!^-]/g, '\\$&');
}
