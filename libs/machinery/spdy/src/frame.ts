/** Names and values of a header block. Names are in lower case; NUL separates several values of a name. */
export type SpdyHeaders = ReadonlyMap<string, string>;

/** Setting of a SETTINGS frame. */
export interface SpdySetting {
  readonly id: number;
  readonly flags: number;
  readonly value: number;
}

/** Frame of SPDY/3.1. Numbers are unsigned; stream ids have 31 bits. */
export type SpdyFrame =
  | {
      readonly type: 'syn-stream';
      readonly stream: number;
      /** Associated stream; 0 for none. */
      readonly associated: number;
      /** Priority from 0 (highest) to 7. */
      readonly priority: number;
      /** True if the sender's direction ends with this frame. */
      readonly fin: boolean;
      /** True if the receiver's direction has ended from the start. */
      readonly unidirectional: boolean;
      readonly headers: SpdyHeaders;
    }
  | { readonly type: 'syn-reply' | 'headers'; readonly stream: number; readonly fin: boolean; readonly headers: SpdyHeaders }
  | { readonly type: 'data'; readonly stream: number; readonly fin: boolean; readonly bytes: Uint8Array }
  | { readonly type: 'rst-stream'; readonly stream: number; readonly status: number }
  | { readonly type: 'settings'; readonly clear: boolean; readonly settings: readonly SpdySetting[] }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'goaway'; readonly lastStream: number; readonly status: number }
  | { readonly type: 'window-update'; readonly stream: number; readonly delta: number };

/** Status codes of RST_STREAM. */
export const RST_STATUS = {
  protocolError: 1,
  invalidStream: 2,
  refusedStream: 3,
  cancel: 5,
  streamInUse: 8,
  streamAlreadyClosed: 9,
} as const;

/** Status codes of GOAWAY. */
export const GOAWAY_STATUS = { ok: 0, protocolError: 1 } as const;

/** Bytes outside SPDY/3.1 or above a limit; the connection is unusable afterwards. */
export class SpdyError extends Error {
  override readonly name = 'SpdyError';
}
