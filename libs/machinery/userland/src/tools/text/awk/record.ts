import type { RegexCache } from './regex-cache.ts';
import { splitFields } from './split.ts';
import { fromOutside, type NumberStyle, type Value } from './value.ts';
import { textOf } from './value-text.ts';

/** Variables that control record splitting. */
export interface RecordSettings {
  readonly fieldSeparator: string;
  readonly outputSeparator: string;
  readonly style: NumberStyle;
}

/** Max fields of a record. */
const FIELDS_MAX = 100_000;

/** Current record: split at the first field access, rebuilt after a field change. */
export class CurrentRecord {
  readonly #settings: () => RecordSettings;
  readonly #regexes: RegexCache;
  #text = '';
  #fields: Value[] | undefined = [];
  #separator = ' ';
  #isStale = false;

  constructor(settings: () => RecordSettings, regexes: RegexCache) {
    this.#settings = settings;
    this.#regexes = regexes;
  }

  /** Sets a record, to split by the current separator even after a later change of FS. */
  set(text: string): void {
    this.#text = text;
    this.#fields = undefined;
    this.#separator = this.#settings().fieldSeparator;
    this.#isStale = false;
  }

  get text(): string {
    if (this.#isStale) {
      const { outputSeparator, style } = this.#settings();
      this.#text = this.#all.map((field) => textOf(field, style)).join(outputSeparator);
      this.#isStale = false;
    }
    return this.#text;
  }

  /** Field by number; 0 is the whole record. */
  get(index: number): Value {
    return index === 0 ? fromOutside(this.text) : this.#all[index - 1];
  }

  put(index: number, value: Value): void {
    if (index === 0) {
      this.set(textOf(value, this.#settings().style));
      return;
    }
    const fields = this.#all;
    while (fields.length < Math.min(index, FIELDS_MAX)) fields.push('');
    fields[index - 1] = value;
    this.#isStale = true;
  }

  get count(): number {
    return this.#all.length;
  }

  set count(count: number) {
    const fields = this.#all;
    const length = Math.min(Math.max(0, count), FIELDS_MAX);
    while (fields.length < length) fields.push('');
    fields.length = length;
    this.#isStale = true;
  }

  get #all(): Value[] {
    this.#fields ??= splitFields(this.#text, this.#separator, this.#regexes).map(fromOutside);
    return this.#fields;
  }
}
