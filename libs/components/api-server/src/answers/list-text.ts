import type { TextSequence } from '@klockwork/http-api';

/** Max UTF-16 units of lists built whole; larger ones are built while sent. */
const WHOLE_LENGTH_MAX = 128 * 1_024;
/** Max number of texts built to test a list's size: a selective list may have many empty ones. */
const WHOLE_TEXTS_MAX = 1_000;

/**
 * List as JSON: `head` ends with the opening bracket of the items, `tail` starts with the closing one. Items can be iterated repeatedly;
 * empty ones are skipped.
 */
export class ListText implements TextSequence {
  readonly head: string;
  readonly items: Iterable<string>;
  readonly tail: string;

  constructor({ head, items, tail }: Pick<ListText, 'head' | 'items' | 'tail'>) {
    this.head = head;
    this.items = items;
    this.tail = tail;
  }

  get texts(): Iterable<string> {
    return { [Symbol.iterator]: () => this.joined(',') };
  }

  /** Yields the whole list, with `separator` between items. */
  *joined(separator: string): Generator<string> {
    yield this.head;
    let before = '';
    for (const item of this.items) {
      if (item !== '') {
        yield before;
        before = separator;
      }
      yield item;
    }
    yield this.tail;
  }
}

/** Returns the text of a small list, and a large one unchanged. */
export function joinIfSmall(list: ListText): string | ListText {
  const parts: string[] = [];
  let length = 0;
  for (const text of list.texts) {
    parts.push(text);
    length += text.length;
    if (length > WHOLE_LENGTH_MAX || parts.length > WHOLE_TEXTS_MAX) return list;
  }
  return parts.join('');
}
