import type { RegexCache } from './regex-cache.ts';
import { splitFields } from './split.ts';
import { fromOutside, type NumberStyle, textOf, type Value } from './value.ts';

/** What a record needs to know of the program's variables. */
export interface RecordSettings {
  readonly fieldSeparator: string;
  readonly outputSeparator: string;
  readonly style: NumberStyle;
}

/** More fields than a record may have. */
const FIELDS_MAX = 100_000;

/** The record at hand: split into fields when one is first asked for, put together again when one was changed. */
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

  /** A new record; it is split by the separator of now, even if that changes before anybody looks. */
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

  /** A field by its number; 0 is all of it. */
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
