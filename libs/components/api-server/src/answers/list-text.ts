import type { TextSequence } from '../http.ts';

/** UTF-16 units up to which a list is made whole. Larger ones are made while they are sent. */
const WHOLE_LENGTH_MAX = 128 * 1_024;
/** Texts that are made at most to find out whether a list is small: of a selective list nearly all may be empty. */
const WHOLE_TEXTS_MAX = 1_000;

/**
 * A list as JSON: `head` ends with the bracket behind which its items stand, and `tail` begins with that which closes it. Items can be
 * read more than once. An empty item is one that was left out.
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

  /** All of it, with `separator` between its items. */
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

/** The text of a small list, and a large one as it is. */
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
