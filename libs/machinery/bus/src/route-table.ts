import type { Route } from './memory-bus.ts';
import { hasWildcard, tokensMatch } from './subject-match.ts';

// Maximum number of cached subjects: subjects repeat, subscriptions rarely change.
const REMEMBERED_SUBJECTS_MAX = 4096;

/** Receivers of a message: every plain subscriber, and one member per queue group. */
export interface Receivers {
  readonly plain: readonly Route[];
  readonly groups: readonly (readonly Route[])[];
}

/** Subscriptions, in order of their creation. */
export class RouteTable {
  /** Places in the order of creation. */
  readonly #places = new Map<Route, number>();
  readonly #bySubject = new Map<string, Set<Route>>();
  /** Tokens of subjects with wildcards. */
  readonly #patterns = new Map<Route, readonly string[]>();
  readonly #remembered = new Map<string, Receivers>();
  #added = 0;

  add(route: Route): void {
    this.#places.set(route, this.#added++);
    if (hasWildcard(route.subject)) this.#patterns.set(route, route.subject.split('.'));
    else this.#bySubject.set(route.subject, (this.#bySubject.get(route.subject) ?? new Set()).add(route));
    this.#remembered.clear();
  }

  remove(gone: (route: Route) => boolean): void {
    for (const route of this.#places.keys()) if (gone(route)) this.#forget(route);
    this.#remembered.clear();
  }

  has(route: Route): boolean {
    return this.#places.has(route);
  }

  receivers(subject: string): Receivers {
    const cachedRoutes = this.#remembered.get(subject);
    if (cachedRoutes !== undefined) return cachedRoutes;
    if (this.#remembered.size >= REMEMBERED_SUBJECTS_MAX) this.#remembered.clear();
    const routes = this.#find(subject);
    this.#remembered.set(subject, routes);
    return routes;
  }

  #forget(route: Route): void {
    this.#places.delete(route);
    this.#patterns.delete(route);
    const equal = this.#bySubject.get(route.subject);
    if (equal?.delete(route) && equal.size === 0) this.#bySubject.delete(route.subject);
  }

  #find(subject: string): Receivers {
    const plain: Route[] = [];
    const groups = new Map<string, Route[]>();
    for (const route of this.#matching(subject)) {
      if (route.queue === undefined) plain.push(route);
      else groups.set(route.queue, [...(groups.get(route.queue) ?? []), route]);
    }
    return { plain, groups: [...groups.values()] };
  }

  #matching(subject: string): readonly Route[] {
    const routes = [...(this.#bySubject.get(subject) ?? [])];
    const tokens = subject.split('.');
    for (const [route, pattern] of this.#patterns) if (tokensMatch(pattern, tokens)) routes.push(route);
    const placeOf = (route: Route) => this.#places.get(route) as number;
    return routes.sort((a, b) => placeOf(a) - placeOf(b));
  }
}
