import { encodeBase64, encodeUtf8, parseJson } from '@klockwork/kernel';
import type { StoredEvent } from '../event-store.ts';
import { type Pseudonym, redactObject } from './redact-object.ts';

/** Shorter secret values are replaced in their places only: elsewhere they would match ordinary words. */
const VALUE_CHARS_MIN = 8;

/** JSON Web Tokens and private keys in PEM, as parts of JSON texts. */
const TOKENS = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?-----END [A-Z ]*PRIVATE KEY-----/g;

/**
 * Replaces secret values in all events of a log. `collect` receives each event once before the first `redact`: values from secret places are
 * then also replaced wherever else they occur, plain or in base64.
 */
export class LogRedactor {
  readonly #pseudonym: Pseudonym;
  readonly #values = new Set<string>();
  readonly #names = new Set<string>();
  #occurrences: { readonly pattern: RegExp; readonly by: ReadonlyMap<string, string> } | undefined;

  constructor(pseudonym: Pseudonym) {
    this.#pseudonym = pseudonym;
  }

  /** Number of different values in secret places. */
  get values(): number {
    return this.#values.size;
  }

  collect({ key, objectJson }: StoredEvent): void {
    this.#names.add(key.name).add(key.namespace);
    redactObject(parseJson(objectJson), key, (text) => {
      this.#values.add(text);
      return this.#pseudonym(text);
    });
  }

  redact(event: StoredEvent): StoredEvent {
    const { objectJson, data, cause, actor, ...envelope } = event;
    const json = parseJson(objectJson);
    const redacted = redactObject(json, event.key, this.#pseudonym);
    return {
      ...envelope,
      data: this.#within(data),
      cause: this.#within(cause),
      actor: this.#within(actor),
      objectJson: this.#text(redacted === json ? objectJson : JSON.stringify(redacted)),
    };
  }

  #within<T>(value: T): T {
    const text = JSON.stringify(value);
    const replaced = this.#text(text);
    return replaced === text ? value : (JSON.parse(replaced) as T);
  }

  #text(json: string): string {
    this.#occurrences ??= this.#compile();
    const { pattern, by } = this.#occurrences;
    return json.replace(pattern, (found) => by.get(found) ?? found).replace(TOKENS, (found) => this.#pseudonym(found));
  }

  /** Longer values match first, so that a value inside another one does not hide the rest. */
  #compile(): { pattern: RegExp; by: ReadonlyMap<string, string> } {
    const by = new Map<string, string>();
    for (const value of this.#values) {
      if (!isDistinct(value) || this.#names.has(value)) continue;
      const pseudonym = this.#pseudonym(value);
      const escaped = JSON.stringify(value).slice(1, -1);
      by.set(escaped, pseudonym);
      // Text of JSON inside JSON, as in annotations.
      by.set(JSON.stringify(escaped).slice(1, -1), pseudonym);
      by.set(encodeBase64(encodeUtf8(value)), encodeBase64(encodeUtf8(pseudonym)));
    }
    const words = [...by.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    return { pattern: words.length === 0 ? /(?!)/ : new RegExp(words.map(escapePattern).join('|'), 'g'), by };
  }
}

/** True for values that ordinary words, numbers and names rarely equal: long enough, and of mixed characters. */
function isDistinct(value: string): boolean {
  if (value.length < VALUE_CHARS_MIN || /^[\d.]+$/.test(value)) return false;
  return /\d/.test(value) || /[^a-z.:/_-]/.test(value);
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
