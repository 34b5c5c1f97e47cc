import { type ApiAnswer, type ApiStream, type ApiUpgrade, type ByteSink, wholeBody, writeAll } from '@klockwork/http-api';
import { decodeUtf8, encodeUtf8, parseJson } from '@klockwork/kernel';
import { ListText } from '../answers/list-text.ts';
import { readOnly } from './host-time-request.ts';

/** Shifts the times of an API value: object, list, Table, or watch event. */
export type MoveTimes = (value: unknown) => unknown;

/** Returns an answer with shifted times. Throws 405 for connections into containers. */
export function hostTimeAnswer(answer: ApiAnswer | ApiStream | ApiUpgrade, move: MoveTimes): ApiAnswer | ApiStream {
  if ('type' in answer) throw readOnly();
  if (!/^application\/json\b/.test(answer.headers['content-type'] ?? '')) return answer;
  if ('body' in answer) return { ...answer, body: movedBody(answer.body, move) };
  return { ...answer, start: (sink) => answer.start(answer.watch === true ? movingLines(sink, move) : movingWhole(sink, move)) };
}

function movedBody(body: ApiAnswer['body'], move: MoveTimes): ApiAnswer['body'] {
  return body instanceof ListText ? movedList(body, move) : movedText(wholeBody(body), move);
}

/** Shifts a large list while it is sent: each item as the single item of a list. */
function movedList({ head, items, tail }: ListText, move: MoveTimes): ListText {
  const list = parseJson(`${head}${tail}`) as Readonly<Record<string, unknown>>;
  const key = 'rows' in list ? 'rows' : 'items';
  const movedItem = (item: string) => (move({ ...list, [key]: [parseJson(item)] }) as Record<typeof key, readonly unknown[]>)[key][0];
  const movedItems = {
    *[Symbol.iterator]() {
      for (const item of items) yield item === '' ? '' : JSON.stringify(movedItem(item));
    },
  };
  return new ListText({ head, items: movedItems, tail });
}

function movedText(body: string | Uint8Array, move: MoveTimes): string {
  const text = typeof body === 'string' ? body : decodeUtf8(body);
  return text === '' ? text : JSON.stringify(move(parseJson(text)));
}

/** Shifts a watch line by line, each an event. */
function movingLines(sink: ByteSink, move: MoveTimes): ByteSink {
  const pending = new Bytes();
  const line = (bytes: Uint8Array) => (bytes.length === 0 ? '' : `${movedText(bytes, move)}\n`);
  const linesWith = (chunk: string | Uint8Array) => pending.linesWith(chunk).map(line).join('');
  return {
    write(chunk) {
      const lines = linesWith(chunk);
      return lines === '' || sink.write(lines);
    },
    writeAll: (all) =>
      writeAll(sink, {
        *[Symbol.iterator]() {
          for (const pieces of all) yield [linesWith(pieces.join(''))];
        },
      }),
    drained: () => sink.drained(),
    end() {
      const rest = pending.take();
      if (rest.length > 0) sink.write(movedText(rest, move));
      sink.end();
    },
  };
}

/** Shifts a list written in parts as a single JSON text. */
function movingWhole(sink: ByteSink, move: MoveTimes): ByteSink {
  const pending = new Bytes();
  return {
    write(chunk) {
      pending.add(chunk);
      return true;
    },
    drained: () => sink.drained(),
    end() {
      sink.write(movedText(pending.take(), move));
      sink.end();
    },
  };
}

const LINE_FEED = 0x0a;

/** Buffered bytes of an incomplete line. */
class Bytes {
  #chunks: Uint8Array[] = [];

  add(chunk: string | Uint8Array): void {
    this.#chunks.push(typeof chunk === 'string' ? encodeUtf8(chunk) : chunk);
  }

  /** Returns and removes all bytes. */
  take(): Uint8Array {
    const whole = new Uint8Array(this.#chunks.reduce((length, { length: more }) => length + more, 0));
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  /** Adds a chunk; returns completed lines without line ends. */
  linesWith(chunk: string | Uint8Array): Uint8Array[] {
    this.add(chunk);
    if (this.#chunks.at(-1)?.includes(LINE_FEED) !== true) return [];
    const bytes = this.take();
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      lines.push(bytes.subarray(from, end));
      from = end + 1;
    }
    if (from < bytes.length) this.add(bytes.subarray(from));
    return lines;
  }
}
