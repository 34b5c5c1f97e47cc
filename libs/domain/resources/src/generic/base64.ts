import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from '@klockwork/kernel';

const NO_DIGIT = /[=\r\n]/g;

/** Returns the UTF-8 of a text as base64, the JSON form of binary fields (`[]byte` upstream). */
export function encodeText(text: string): string {
  return encodeBase64(encodeUtf8(text));
}

/** Returns the number of decoded bytes. */
export function base64Length(encodedText: string): number {
  return Math.floor((encodedText.replace(NO_DIGIT, '').length * 3) / 4);
}

/** Decodes base64 to text; invalid UTF-8 becomes U+FFFD. */
export function decodeText(encodedText: string): string {
  return decodeUtf8(decodeBase64(encodedText));
}
