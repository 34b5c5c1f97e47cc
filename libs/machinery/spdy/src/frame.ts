/** Names and values of a header block. Names are in lower case; several values of one name are parted by a NUL. */
export type SpdyHeaders = ReadonlyMap<string, string>;

/** One setting of a SETTINGS frame. */
export interface SpdySetting {
  readonly id: number;
  readonly flags: number;
  readonly value: number;
}

/** A frame of SPDY/3.1, of the kinds that are in use. Numbers are unsigned, stream ids have 31 bits. */
export type SpdyFrame =
  | {
      readonly type: 'syn-stream';
      readonly stream: number;
      /** The stream that it belongs to; 0 for none. */
      readonly associated: number;
      /** 0 is the most urgent, 7 the least. */
      readonly priority: number;
      /** The sender's half is at its end. */
      readonly fin: boolean;
      /** The other half is at its end from the start. */
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

/** Why a stream is reset, as RST_STREAM says it. */
export const RST_STATUS = {
  protocolError: 1,
  invalidStream: 2,
  refusedStream: 3,
  cancel: 5,
  streamInUse: 8,
  streamAlreadyClosed: 9,
} as const;

/** Why a connection ends, as GOAWAY says it. */
export const GOAWAY_STATUS = { ok: 0, protocolError: 1 } as const;

/** What came is no SPDY/3.1, or is above a limit: the connection is of no more use. */
export class SpdyError extends Error {
  override readonly name = 'SpdyError';
}
