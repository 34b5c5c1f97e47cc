/**
 * A 64-bit hash of a sequence of texts: two 32-bit lanes of multiply and xor over UTF-16 units, the same on every machine.
 * For telling runs apart, not for security.
 */
export class LogHash {
  #high = 0x9e3779b9;
  #low = 0x85ebca6b;

  /** Adds the next text. `['ab', 'c']` and `['a', 'bc']` differ. */
  add(text: string): void {
    for (let index = 0; index < text.length; index++) this.#mix(text.charCodeAt(index));
    // Terminates the text: outside the range of UTF-16 units.
    this.#mix(0x10000);
  }

  /** Returns 16 hexadecimal digits. Further events may follow. */
  digest(): string {
    const high = finish(this.#high ^ Math.imul(this.#low ^ (this.#low >>> 13), 0xc2b2ae35));
    const low = finish(this.#low ^ Math.imul(this.#high ^ (this.#high >>> 16), 0x85ebca6b));
    return hex(high) + hex(low);
  }

  #mix(unit: number): void {
    this.#high = Math.imul(this.#high ^ unit, 0x01000193);
    this.#low = Math.imul(this.#low ^ unit ^ (this.#high >>> 15), 0x5bd1e995);
  }
}

function finish(lane: number): number {
  const mixed = Math.imul(lane ^ (lane >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 16);
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
