const BLOCK_BYTES = 16 * 1024;
/** Minimum bytes at which views cost less than copies. */
const VIEW_BYTES_MIN = 8 * 1024;
const EMPTY = Buffer.alloc(0);

/** Collects small writes in few buffers. Returned buffers are never written again. */
export class OutBuffer {
  #block: Buffer = EMPTY;
  #start = 0;
  #end = 0;
  #ready: Buffer[] = [];
  #bytes = 0;

  /** Bytes not taken yet. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Text of one byte per character. */
  text(latin1: string): void {
    this.#reserve(latin1.length);
    this.#end += this.#block.write(latin1, this.#end, 'latin1');
    this.#bytes += latin1.length;
  }

  /** Stores large buffers without a copy (the caller must not change them), and copies small ones. */
  append(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (bytes.length >= VIEW_BYTES_MIN) {
      this.#seal();
      this.#ready.push(bytes);
      return;
    }
    this.#reserve(bytes.length);
    bytes.copy(this.#block, this.#end);
    this.#end += bytes.length;
  }

  take(): Buffer[] {
    this.#seal();
    const ready = this.#ready;
    this.#ready = [];
    this.#bytes = 0;
    return ready;
  }

  #seal(): void {
    if (this.#end === this.#start) return;
    this.#ready.push(this.#block.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }

  #reserve(bytes: number): void {
    if (this.#block.length - this.#end >= bytes) return;
    this.#seal();
    this.#block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, bytes));
    this.#start = 0;
    this.#end = 0;
  }
}
