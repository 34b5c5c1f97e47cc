import type { Stream } from '../tools/tool.ts';

/** Where the three descriptors of a command go. */
export interface Io {
  readonly input: string;
  write(stream: Stream, text: string): void;
}
