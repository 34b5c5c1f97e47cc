import { byteString, bytesOf, decodeBase64, encodeBase64 } from '@klockwork/kernel';

/** Returns a byte string as base64. */
export function toBase64(bytes: string): string {
  return encodeBase64(bytesOf(bytes));
}

/** Decodes the valid beginning of base64 text without line breaks; `valid` is false for other characters or an incomplete group. */
export function fromBase64(text: string): { readonly bytes: string; readonly valid: boolean } {
  const plain = text.replace(/[\n\r]/g, '');
  const [good = ''] = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{0,3})/.exec(plain) ?? [];
  return { bytes: byteString(decodeBase64(good)), valid: good === plain && good.length % 4 === 0 };
}
