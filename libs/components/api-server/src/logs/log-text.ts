import type { LogsAnswer } from '@klockwork/cluster-api';
import { utf8Length } from '@klockwork/kernel';
import type { LogOptions } from './log-options.ts';

type Lines = Extract<LogsAnswer, { lines: unknown }>['lines'];

/** Turns pages of lines into text, and stops at the limit of bytes. */
export class LogText {
  readonly #timestamps: boolean;
  #bytesLeft: number;
  /** True if the next text starts a line: only line starts get a timestamp. Models `logWriter` of `pkg/kubelet/kuberuntime/logs`. */
  #atLineStart = true;

  constructor({ timestamps, limitBytes }: LogOptions) {
    this.#timestamps = timestamps;
    this.#bytesLeft = limitBytes ?? Number.POSITIVE_INFINITY;
  }

  /** True once the limit is reached. */
  get full(): boolean {
    return this.#bytesLeft <= 0;
  }

  /** Returns the text of a page, up to the limit. */
  of(lines: Lines): string {
    const text = lines.map((line) => this.#printed(line)).join('');
    const bytes = utf8Length(text);
    const cut = bytes > this.#bytesLeft ? cutToBytes(text, this.#bytesLeft) : text;
    this.#bytesLeft -= bytes;
    return cut;
  }

  #printed({ at, text, partial }: Lines[number]): string {
    const time = this.#timestamps && this.#atLineStart ? `${nanoTime(at)} ` : '';
    this.#atLineStart = partial !== true;
    return `${time}${text}${partial === true ? '' : '\n'}`;
  }
}

/** `2026-01-01T12:00:00.123000000Z`: nine digits, as container runtimes write them. */
function nanoTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000000Z`;
}

/** The longest start of a text that fits, whole characters only. */
function cutToBytes(text: string, max: number): string {
  let bytes = 0;
  let cut = '';
  for (const char of text) {
    bytes += utf8Length(char);
    if (bytes > max) return cut;
    cut += char;
  }
  return cut;
}
