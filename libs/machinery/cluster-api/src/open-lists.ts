import { withJsonText } from '@klockwork/bus';
import type { Revision } from '@klockwork/event-store';
import { ApiError, utf8Length } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import { countThatFits } from './json-size.ts';
import type { ListPage } from './messages.ts';

/** Maximum page size in bytes, well below the bus limit of 1 MiB. */
export const PAGE_BYTES_MAX = 512 * 1024;

/** Maximum number of unfinished lists; the least recently read one is dropped first. */
const OPEN_LISTS_MAX = 64;

/** Object with its JSON text. `object` may be parsed at its first use. */
export interface ListedObject {
  readonly object: KubeObject;
  readonly json: string;
}

/** All matching objects of a kind at one revision. `kindRevision` is the kind's newest event at that revision. */
export interface ObjectList {
  readonly revision: Revision;
  readonly kindRevision: Revision;
  readonly objects: readonly ListedObject[];
}

interface OpenList extends ObjectList {
  readonly start: number;
}

/** Lists in pages, each at one revision. Objects are frozen and shared, so a stored list is cheap. */
export class OpenLists {
  readonly #open = new Map<string, OpenList>();

  /** Returns the first page of `list`. `id` must be new: it names later pages. */
  first(id: string, list: ObjectList): ListPage {
    return this.#page(id, { ...list, start: 0 });
  }

  /** Throws ApiError `Expired` for a dropped list: the reader starts again. */
  next(page: string): ListPage {
    const open = this.#open.get(page);
    if (open === undefined) throw expired();
    return this.#page(page, open);
  }

  #page(id: string, list: OpenList): ListPage {
    const { revision, kindRevision, objects, start } = list;
    const end = start + countThatFits(objects, { start, bytesMax: PAGE_BYTES_MAX, bytesOf: sizeOf });
    this.#open.delete(id);
    const next = end >= objects.length ? {} : { next: this.#keep(id, { ...list, start: end }) };
    return pageOf({ revision, kindRevision, ...next }, objects.slice(start, end));
  }

  #keep(id: string, list: OpenList): string {
    // The offset is part of the name: a repeated request must not skip a page.
    const next = `${id.split('#')[0]}#${list.start}`;
    this.#open.set(next, list);
    if (this.#open.size > OPEN_LISTS_MAX) this.#open.delete(this.#open.keys().next().value as string);
    return next;
  }
}

/** Sizes of listed objects: lists of many readers contain the same ones. */
const sizes = new WeakMap<ListedObject, number>();

function sizeOf(object: ListedObject): number {
  const bytes = sizes.get(object) ?? utf8Length(object.json);
  sizes.set(object, bytes);
  return bytes;
}

/** Returns a page of objects with its text. Only receivers in this process need the items as values. */
function pageOf(head: Omit<ListPage, 'items'>, objects: readonly ListedObject[]): ListPage {
  let items: readonly KubeObject[] | undefined;
  const page = {
    ...head,
    get items() {
      items ??= objects.map(({ object }) => object);
      return items;
    },
  };
  return withJsonText(page, () => `${JSON.stringify(head).slice(0, -1)},"items":[${objects.map(({ json }) => json).join(',')}]}`);
}

function expired(): ApiError {
  return new ApiError({
    code: 410,
    reason: 'Expired',
    message: 'The provided continue parameter is too old to display a consistent list result.',
  });
}
