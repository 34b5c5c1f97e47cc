const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes in base64. RFC 4648. */
export function encodeBase64(bytes: string): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const bits = [0, 1, 2].reduce((sum, index) => (sum << 8) | (index < left ? bytes.charCodeAt(at + index) : 0), 0);
    const letters = [18, 12, 6, 0].map((shift) => LETTERS[(bits >>> shift) & 63] ?? '');
    text += letters.slice(0, left + 1).join('') + '='.repeat(3 - left);
  }
  return text;
}

/** Decodes base64, ignoring line ends; `valid` is false after an invalid character or early end. */
export function decodeBase64(text: string): { readonly bytes: string; readonly valid: boolean } {
  const plain = text.replace(/[\n\r]/g, '');
  const [good = ''] = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{0,3})/.exec(plain) ?? [];
  const letters = good.replace(/=+$/, '');
  let bytes = '';
  for (let at = 0; at < letters.length; at += 4) bytes += decodedGroup(letters.slice(at, at + 4));
  return { bytes, valid: good === plain && good.length % 4 === 0 };
}

function decodedGroup(letters: string): string {
  const bits = [...letters.padEnd(4, 'A')].reduce((sum, letter) => (sum << 6) | LETTERS.indexOf(letter), 0);
  return String.fromCharCode((bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255).slice(0, Math.max(0, letters.length - 1));
}
