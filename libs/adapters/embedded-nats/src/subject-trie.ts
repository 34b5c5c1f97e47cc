export interface PatternEntry {
  readonly pattern: string;
  readonly queue: string | undefined;
}

/** Receivers of a subject: each of `plain`, and one member of each of `groups`. */
export interface Matches<T> {
  readonly plain: readonly T[];
  readonly groups: readonly (readonly T[])[];
}

interface Branch<T> {
  readonly here: Set<T>;
  readonly below: Map<string, Branch<T>>;
}

const REMEMBERED_MAX = 8192;
/** Subjects of replies: each is used once, so remembering them would only push out the others. */
const INBOX = '_INBOX.';

/** Subscriptions by subject, one level per token. Queue groups of equal name form one group across patterns. */
export class SubjectTrie<T extends PatternEntry> {
  readonly #root: Branch<T> = branch();
  readonly #remembered = new Map<string, Matches<T>>();

  add(item: T): void {
    let at = this.#root;
    for (const token of item.pattern.split('.')) {
      let next = at.below.get(token);
      if (next === undefined) {
        next = branch();
        at.below.set(token, next);
      }
      at = next;
    }
    at.here.add(item);
    this.#remembered.clear();
  }

  remove(item: T): void {
    removeFrom(this.#root, item.pattern.split('.'), 0, item);
    this.#remembered.clear();
  }

  match(subject: string): Matches<T> {
    const knownMatches = this.#remembered.get(subject);
    if (knownMatches !== undefined) return knownMatches;
    const matches = this.#find(subject);
    if (subject.startsWith(INBOX)) return matches;
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(subject, matches);
    return matches;
  }

  #find(subject: string): Matches<T> {
    const plain: T[] = [];
    const groups = new Map<string, T[]>();
    collect(this.#root, subject.split('.'), 0, (item) => {
      if (item.queue === undefined) plain.push(item);
      else {
        const group = groups.get(item.queue);
        if (group === undefined) groups.set(item.queue, [item]);
        else group.push(item);
      }
    });
    return { plain, groups: [...groups.values()] };
  }
}

function branch<T>(): Branch<T> {
  return { here: new Set(), below: new Map() };
}

function collect<T>(at: Branch<T>, tokens: readonly string[], depth: number, take: (item: T) => void): void {
  if (depth === tokens.length) {
    for (const item of at.here) take(item);
    return;
  }
  const rest = at.below.get('>');
  if (rest !== undefined) for (const item of rest.here) take(item);
  const any = at.below.get('*');
  if (any !== undefined) collect(any, tokens, depth + 1, take);
  const token = tokens[depth] as string;
  const exact = token === '*' || token === '>' ? undefined : at.below.get(token);
  if (exact !== undefined) collect(exact, tokens, depth + 1, take);
}

/** Removes `item` and every branch this leaves empty. Returns whether `at` is empty now. */
function removeFrom<T>(at: Branch<T>, tokens: readonly string[], depth: number, item: T): boolean {
  if (depth === tokens.length) at.here.delete(item);
  else {
    const token = tokens[depth] as string;
    const next = at.below.get(token);
    if (next !== undefined && removeFrom(next, tokens, depth + 1, item)) at.below.delete(token);
  }
  return at.here.size === 0 && at.below.size === 0;
}
