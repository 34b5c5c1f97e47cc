const TEXTS = {
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
} as const;

/** Failure of opening a socket. Its message is that of strerror(3). */
export class SocketError extends Error {
  override readonly name = 'SocketError';
  readonly code: keyof typeof TEXTS;
  constructor(code: keyof typeof TEXTS) {
    super(TEXTS[code]);
    this.code = code;
  }
}
