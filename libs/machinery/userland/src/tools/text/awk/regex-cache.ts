import { Regex } from '../../../regex/regex.ts';

const KEPT = 500;

/** Cache of compiled expressions. */
export class RegexCache {
  readonly #known = new Map<string, Regex>();

  /** Throws RegexError. */
  get(source: string): Regex {
    const cachedRegex = this.#known.get(source);
    if (cachedRegex !== undefined) return cachedRegex;
    if (this.#known.size >= KEPT) this.#known.clear();
    const regex = new Regex(source, { syntax: 'extended' });
    this.#known.set(source, regex);
    return regex;
  }
}
