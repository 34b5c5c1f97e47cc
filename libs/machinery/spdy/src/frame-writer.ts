import type { SpdyFrame } from './frame.ts';
import { type Deflate, HeaderWriter } from './header-compression.ts';
import { CONTROL_TYPE, concat, FLAG, uint32s, VERSION } from './wire.ts';

type Control = Exclude<SpdyFrame, { type: 'data' }>;

/** Serializes the frames of one direction of a connection. Callers send the results in order, because header blocks share a zlib stream. */
export class FrameWriter {
  readonly #headers: HeaderWriter;

  constructor(deflate: Deflate) {
    this.#headers = new HeaderWriter(deflate);
  }

  write(frame: SpdyFrame): Uint8Array {
    if (frame.type === 'data') return concat(uint32s(frame.stream, flagsAndLength(frame.fin ? FLAG.fin : 0, frame.bytes)), frame.bytes);
    const payload = this.#payload(frame);
    const head = uint32s((0x8000 | VERSION) * 0x10000 + CONTROL_TYPE[frame.type], flagsAndLength(flagsOf(frame), payload));
    return concat(head, payload);
  }

  #payload(frame: Control): Uint8Array {
    switch (frame.type) {
      case 'syn-stream':
        return concat(uint32s(frame.stream, frame.associated), Uint8Array.of(frame.priority << 5, 0), this.#headers.write(frame.headers));
      case 'syn-reply':
      case 'headers':
        return concat(uint32s(frame.stream), this.#headers.write(frame.headers));
      case 'rst-stream':
        return uint32s(frame.stream, frame.status);
      case 'settings':
        return uint32s(frame.settings.length, ...frame.settings.flatMap(({ id, flags, value }) => [flags * 0x1000000 + id, value]));
      case 'ping':
        return uint32s(frame.id);
      case 'goaway':
        return uint32s(frame.lastStream, frame.status);
      case 'window-update':
        return uint32s(frame.stream, frame.delta);
    }
  }
}

function flagsOf(frame: Control): number {
  if (frame.type === 'syn-stream') return (frame.fin ? FLAG.fin : 0) | (frame.unidirectional ? FLAG.unidirectional : 0);
  if (frame.type === 'syn-reply' || frame.type === 'headers') return frame.fin ? FLAG.fin : 0;
  return frame.type === 'settings' && frame.clear ? FLAG.clearSettings : 0;
}

function flagsAndLength(flags: number, { length }: Uint8Array): number {
  return flags * 0x1000000 + length;
}
