/** 32-bit words. */
export type Words = readonly number[];

/** Order of four bytes in a word. */
export interface ByteOrder {
  word(bytes: string, at: number): number;
  hex(word: number): string;
  /** Message length in bits, as eight bytes. */
  length(bits: number): string;
}

const BLOCK_BYTES = 64;

/** Least significant byte first. */
export const littleEndian: ByteOrder = {
  word: (bytes, at) => byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24),
  hex: (word) => [0, 8, 16, 24].map((shift) => hexByte(word >>> shift)).join(''),
  length: (bits) => bytesOf(bits % 2 ** 32, [0, 8, 16, 24]) + bytesOf(Math.floor(bits / 2 ** 32), [0, 8, 16, 24]),
};

/** Most significant byte first. */
export const bigEndian: ByteOrder = {
  word: (bytes, at) => (byte(bytes, at) << 24) | (byte(bytes, at + 1) << 16) | (byte(bytes, at + 2) << 8) | byte(bytes, at + 3),
  hex: (word) => [24, 16, 8, 0].map((shift) => hexByte(word >>> shift)).join(''),
  length: (bits) => bytesOf(Math.floor(bits / 2 ** 32), [24, 16, 8, 0]) + bytesOf(bits % 2 ** 32, [24, 16, 8, 0]),
};

export function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Pads a message to whole blocks, folds all blocks into a state, and returns the state in hexadecimal. */
export function digestBlocks(bytes: string, start: Words, order: ByteOrder, take: (state: Words, words: Words) => Words): string {
  const zeros = '\0'.repeat((BLOCK_BYTES * 2 - 9 - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES);
  const paddedBytes = `${bytes}\x80${zeros}${order.length(bytes.length * 8)}`;
  let state = start;
  for (let at = 0; at < paddedBytes.length; at += BLOCK_BYTES) {
    const words = Array.from({ length: 16 }, (_, index) => order.word(paddedBytes, at + index * 4));
    const takenWords = take(state, words);
    state = state.map((word, index) => (word + (takenWords[index] ?? 0)) | 0);
  }
  return state.map((word) => order.hex(word)).join('');
}

function byte(bytes: string, at: number): number {
  return bytes.charCodeAt(at);
}

function hexByte(word: number): string {
  return (word & 255).toString(16).padStart(2, '0');
}

function bytesOf(word: number, shifts: readonly number[]): string {
  return shifts.map((shift) => String.fromCharCode((word >>> shift) & 255)).join('');
}
