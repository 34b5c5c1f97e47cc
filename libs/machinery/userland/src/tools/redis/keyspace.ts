/** Value of a key. */
export type StoredValue =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'list'; readonly items: string[] }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'set'; readonly members: Set<string> };

interface Entry {
  readonly value: StoredValue;
  /** Lab time of its end; undefined for a key that stays. */
  expiresAt: number | undefined;
  bytes: number;
}

/** Max bytes of all keys and values, whatever the container's limit is. */
const BYTES_MAX = 16 * 1_024 * 1_024;
/** Bytes of a key or an element beside its text. */
const OVERHEAD_BYTES = 64;

/** A write would exceed the memory of the server. */
export class KeyspaceFullError extends Error {
  override readonly name = 'KeyspaceFullError';
}

/** Keys of a Redis database. Expired keys vanish at their next use. */
export class Keyspace {
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  /** `now` is lab time in ms. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get(key: string): StoredValue | undefined {
    return this.#entry(key)?.value;
  }

  /** Stores a value under a key, which stays or ends at `expiresAt`. Throws KeyspaceFullError. */
  set(key: string, value: StoredValue, expiresAt?: number): void {
    this.#reserve(key.length + OVERHEAD_BYTES + bytesOf(value));
    this.delete(key);
    const entry = { value, expiresAt, bytes: 0 };
    this.#entries.set(key, entry);
    this.#charge(entry, key.length + OVERHEAD_BYTES + bytesOf(value));
  }

  /** Stores a whole collection under another key. */
  move(key: string, value: StoredValue, expiresAt?: number): void {
    this.set(key, value, expiresAt);
    const entry = this.#entry(key);
    if (entry !== undefined)
      this.#charge(
        entry,
        textsOf(value).reduce((sum, text) => sum + text.length + OVERHEAD_BYTES, 0),
      );
  }

  /** Accounts for texts that are added to a value, before they are. Throws KeyspaceFullError. */
  added(key: string, texts: readonly string[]): void {
    const bytes = texts.reduce((sum, text) => sum + text.length + OVERHEAD_BYTES, 0);
    this.#reserve(bytes);
    const entry = this.#entry(key);
    if (entry !== undefined) this.#charge(entry, bytes);
  }

  /** Accounts for a text that was removed from a value; an empty value ends its key. */
  removed(key: string, text: string): void {
    const entry = this.#entry(key);
    if (entry === undefined) return;
    this.#charge(entry, -text.length - OVERHEAD_BYTES);
    if (sizeOf(entry.value) === 0) this.delete(key);
  }

  delete(key: string): boolean {
    const entry = this.#entry(key);
    if (entry === undefined) return false;
    this.#bytes -= entry.bytes;
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  /** Present keys in order of their creation. */
  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.#entry(key) !== undefined);
  }

  expiryOf(key: string): number | undefined {
    return this.#entry(key)?.expiresAt;
  }

  /** Sets or removes the end of a key. Returns false without the key. */
  expire(key: string, at: number | undefined): boolean {
    const entry = this.#entry(key);
    if (entry === undefined) return false;
    entry.expiresAt = at;
    return true;
  }

  now(): number {
    return this.#now();
  }

  #entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt === undefined || entry.expiresAt > this.#now()) return entry;
    this.#bytes -= entry.bytes;
    this.#entries.delete(key);
    return undefined;
  }

  #reserve(bytes: number): void {
    if (this.#bytes + bytes > BYTES_MAX) throw new KeyspaceFullError();
  }

  #charge(entry: Entry, bytes: number): void {
    entry.bytes += bytes;
    this.#bytes += bytes;
  }
}

/** Number of elements of a collection, or bytes of a text. */
function sizeOf(value: StoredValue): number {
  switch (value.type) {
    case 'string':
      return value.text.length;
    case 'list':
      return value.items.length;
    case 'hash':
      return value.fields.size;
    case 'set':
      return value.members.size;
  }
}

function bytesOf(value: StoredValue): number {
  return value.type === 'string' ? value.text.length : 0;
}

/** Returns the elements of a collection. */
function textsOf(value: StoredValue): readonly string[] {
  switch (value.type) {
    case 'string':
      return [];
    case 'list':
      return value.items;
    case 'hash':
      return [...value.fields].flat();
    case 'set':
      return [...value.members];
  }
}
