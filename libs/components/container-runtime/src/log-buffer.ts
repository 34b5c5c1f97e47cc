import { type LabTime, utf8 } from '@klockwork/kernel';
import type { LogLine, LogQuery } from '@klockwork/pod-lifecycle';

type Stream = LogLine['stream'];

/** Overhead of a line, bytes: timestamp and tag in a kubelet log file. */
const LINE_OVERHEAD_BYTES = 40;
/** Max line length; longer lines are split, like in a runtime's log writer. */
const LINE_LENGTH_MAX = 16_384;

/** Log of one container: its newest lines within a byte limit. */
export class LogBuffer {
  readonly #bytesMax: number;
  readonly #partial: Record<Stream, string> = { stdout: '', stderr: '' };
  /** Created with the first follower, as most logs have none. */
  #followers: Set<(line: LogLine) => void> | undefined;
  #lines: LogLine[] = [];
  /** Index in #lines of the oldest kept line. */
  #first = 0;
  #bytes = 0;
  #sequence = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Bytes of all kept lines. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Appends bytes of a stream; an incomplete line waits for its end. */
  write(stream: Stream, text: string, at: LabTime): void {
    const parts = (this.#partial[stream] + text).split('\n');
    let rest = parts.pop() ?? '';
    for (const line of parts) this.#append(stream, line, at);
    for (; rest.length > LINE_LENGTH_MAX; rest = rest.slice(LINE_LENGTH_MAX))
      this.#append(stream, rest.slice(0, LINE_LENGTH_MAX), at, true);
    this.#partial[stream] = rest;
  }

  /** Writes incomplete lines. */
  close(at: LabTime): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#partial[stream] !== '') this.#append(stream, this.#partial[stream], at, true);
      this.#partial[stream] = '';
    }
  }

  read({ tailLines, sinceTime, from = 0, linesMax }: LogQuery): readonly LogLine[] {
    const start = this.#first + Math.max(0, from - this.#oldest());
    let lines = this.#lines.slice(start);
    if (sinceTime !== undefined) lines = lines.filter(({ at }) => at >= sinceTime);
    if (tailLines !== undefined) lines = tailLines === 0 ? [] : lines.slice(-tailLines);
    return linesMax === undefined ? lines : lines.slice(0, linesMax);
  }

  follow(on: (line: LogLine) => void): () => void {
    const followers = this.#followers ?? new Set();
    this.#followers = followers.add(on);
    return () => followers.delete(on);
  }

  #append(stream: Stream, text: string, at: LabTime, partial = false): void {
    const line: LogLine = { sequence: this.#sequence++, at, stream, text: utf8.decode(text), ...(partial && { partial }) };
    this.#lines.push(line);
    this.#bytes += text.length + LINE_OVERHEAD_BYTES;
    while (this.#bytes > this.#bytesMax && this.#first < this.#lines.length - 1) {
      this.#bytes -= (this.#lines[this.#first]?.text.length ?? 0) + LINE_OVERHEAD_BYTES;
      this.#first += 1;
    }
    if (this.#first > 1_024 && this.#first * 2 > this.#lines.length) this.#compact();
    for (const follower of this.#followers ?? []) follower(line);
  }

  #oldest(): number {
    return this.#lines[this.#first]?.sequence ?? this.#sequence;
  }

  #compact(): void {
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }
}
