const TEXTS = {
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
} as const;

/** A socket that could not be opened. The message is that of strerror(3). */
export class SocketError extends Error {
  override readonly name = 'SocketError';
  readonly code: keyof typeof TEXTS;
  constructor(code: keyof typeof TEXTS) {
    super(TEXTS[code]);
    this.code = code;
  }
}
