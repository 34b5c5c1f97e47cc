// Built-ins of the language's hosts that depend on nothing but their arguments. Only this folder uses them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (label: string, options: TextDecoderOptions) => { decode(bytes: Uint8Array): string };
declare const btoa: (byteString: string) => string;
declare const atob: (base64: string) => string;

interface TextDecoderOptions {
  /** Throws for malformed bytes instead of replacing them. */
  readonly fatal?: boolean;
  /** Decodes a leading byte order mark as U+FEFF instead of dropping it. */
  readonly ignoreBOM: boolean;
}

/** Encodes text as UTF-8; a lone surrogate becomes U+FFFD. */
export const utf8Encoder = new TextEncoder();
/** Decodes UTF-8; throws TypeError for malformed bytes. */
export const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Decodes UTF-8; each maximal malformed part becomes U+FFFD. */
export const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Encodes a byte string as base64 with padding. */
export const toBase64 = (byteString: string): string => btoa(byteString);
/** Decodes base64 with or without padding to a byte string. */
export const fromBase64 = (base64: string): string => atob(base64);
