import { ApiError } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import { countThatFits } from './json-size.ts';
import type { ListPage } from './messages.ts';

/** Maximum page size in bytes, well below the bus limit of 1 MiB. */
export const PAGE_BYTES_MAX = 512 * 1024;

/** Maximum number of unfinished lists; the least recently read one is dropped first. */
const OPEN_LISTS_MAX = 64;

interface OpenList {
  readonly revision: number;
  readonly kindRevision: number;
  readonly items: readonly KubeObject[];
  readonly start: number;
}

/** Lists in pages, each at one revision. Objects are frozen and shared, so a stored list is cheap. */
export class OpenLists {
  readonly #open = new Map<string, OpenList>();

  /** Returns the first page of `list`. `id` must be new: it names later pages. */
  first(id: string, list: { revision: number; kindRevision: number; items: readonly KubeObject[] }): ListPage {
    return this.#page(id, { ...list, start: 0 });
  }

  /** Throws ApiError `Expired` for a dropped list: the reader starts again. */
  next(page: string): ListPage {
    const open = this.#open.get(page);
    if (open === undefined) throw expired();
    return this.#page(page, open);
  }

  #page(id: string, list: OpenList): ListPage {
    const end = list.start + countThatFits(list.items, list.start, PAGE_BYTES_MAX);
    const page = { revision: list.revision, kindRevision: list.kindRevision, items: list.items.slice(list.start, end) };
    this.#open.delete(id);
    if (end >= list.items.length) return page;
    return { ...page, next: this.#keep(id, { ...list, start: end }) };
  }

  #keep(id: string, list: OpenList): string {
    // The offset is part of the name: a repeated request must not skip a page.
    const next = `${id.split('#')[0]}#${list.start}`;
    this.#open.set(next, list);
    if (this.#open.size > OPEN_LISTS_MAX) this.#open.delete(this.#open.keys().next().value as string);
    return next;
  }
}

function expired(): ApiError {
  return new ApiError({
    code: 410,
    reason: 'Expired',
    message: 'The provided continue parameter is too old to display a consistent list result.',
  });
}
