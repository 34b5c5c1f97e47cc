const DIGITS = 64;
const DIGITS_OF_WORD = 8;

/**
 * Hash of `text`, for identifiers that resemble a SHA-256 (image digests, container ids): 64 hexadecimal digits, or the first `digits` of
 * them at less cost. A mixing function without cryptographic strength.
 */
export function hexDigest(text: string, digits = DIGITS): string {
  let digest = '';
  for (let word = 0; word < digits / DIGITS_OF_WORD; word++)
    digest += hash(text, Math.imul(word + 1, 0x9e3779b9))
      .toString(16)
      .padStart(DIGITS_OF_WORD, '0');
  return digest.slice(0, digits);
}

/** The digest of a simulated image: `sha256:` and {@link hexDigest}. */
export function imageDigest(text: string): string {
  return `sha256:${hexDigest(text)}`;
}

// MurmurHash3's 32-bit rounds over UTF-16 code units.
function hash(text: string, seed: number): number {
  let state = seed | 0;
  for (let index = 0; index < text.length; index++) {
    let block = Math.imul(text.charCodeAt(index), 0xcc9e2d51);
    block = (block << 15) | (block >>> 17);
    state ^= Math.imul(block, 0x1b873593);
    state = (state << 13) | (state >>> 19);
    state = (Math.imul(state, 5) + 0xe6546b64) | 0;
  }
  state ^= text.length;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
