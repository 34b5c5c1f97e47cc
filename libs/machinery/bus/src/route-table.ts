import type { Route } from './memory-bus.ts';
import { subjectMatches } from './subject-match.ts';

// Maximum number of cached subjects: subjects repeat, subscriptions rarely change.
const REMEMBERED_SUBJECTS_MAX = 4096;

/** Receivers of a message: every plain subscriber, and one member per queue group. */
export interface Receivers {
  readonly plain: readonly Route[];
  readonly groups: readonly (readonly Route[])[];
}

/** Subscriptions, in order of their creation. */
export class RouteTable {
  readonly #routes = new Set<Route>();
  readonly #remembered = new Map<string, Receivers>();

  add(route: Route): void {
    this.#routes.add(route);
    this.#remembered.clear();
  }

  remove(gone: (route: Route) => boolean): void {
    for (const route of this.#routes) if (gone(route)) this.#routes.delete(route);
    this.#remembered.clear();
  }

  has(route: Route): boolean {
    return this.#routes.has(route);
  }

  receivers(subject: string): Receivers {
    const known = this.#remembered.get(subject);
    if (known !== undefined) return known;
    if (this.#remembered.size >= REMEMBERED_SUBJECTS_MAX) this.#remembered.clear();
    const found = this.#find(subject);
    this.#remembered.set(subject, found);
    return found;
  }

  #find(subject: string): Receivers {
    const plain: Route[] = [];
    const groups = new Map<string, Route[]>();
    for (const route of this.#routes) {
      if (!subjectMatches(route.subject, subject)) continue;
      if (route.queue === undefined) plain.push(route);
      else groups.set(route.queue, [...(groups.get(route.queue) ?? []), route]);
    }
    return { plain, groups: [...groups.values()] };
  }
}
