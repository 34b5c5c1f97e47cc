/** Subjects that a user may publish to and subscribe to; all others are denied. A message that carries a reply subject may be answered once. */
export interface UserPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Maximum number of cached verdicts. */
const VERDICTS_MAX = 8_192;
/** Replies that one client owes at most; the oldest is forgotten first. */
const REPLIES_MAX = 65_536;
/** Prefix of reply subjects, used once each: their verdicts are not cached. */
const INBOX = '_INBOX.';

/** Decides what one client may publish and subscribe to. Models allow lists and allow_responses of nats-server, `server/client.go`. */
export class ClientPermissions {
  readonly #publish: AllowList;
  readonly #subscribe: AllowList;
  readonly #verdicts = new Map<string, boolean>();
  readonly #replies = new Set<string>();

  constructor({ publish, subscribe }: UserPermissions) {
    this.#publish = allowListOf(publish);
    this.#subscribe = allowListOf(subscribe);
  }

  maySubscribe(pattern: string): boolean {
    return covers(this.#subscribe, pattern);
  }

  mayPublish(subject: string): boolean {
    if (subject.startsWith(INBOX)) return this.#replies.delete(subject) || covers(this.#publish, subject);
    const cached = this.#verdicts.get(subject);
    if (cached !== undefined) return cached;
    const verdict = covers(this.#publish, subject);
    if (this.#verdicts.size >= VERDICTS_MAX) this.#verdicts.clear();
    this.#verdicts.set(subject, verdict);
    return verdict;
  }

  /** Permits one reply on this subject. */
  owesReply(subject: string): void {
    const [oldest] = this.#replies.size >= REPLIES_MAX ? this.#replies : [];
    if (oldest !== undefined) this.#replies.delete(oldest);
    this.#replies.add(subject);
  }
}

/** Patterns by cost of comparison. */
interface AllowList {
  readonly literals: ReadonlySet<string>;
  /** Texts before the last `>` of patterns that have no other wildcard. */
  readonly prefixes: readonly string[];
  readonly others: readonly string[];
}

function allowListOf(patterns: readonly string[]): AllowList {
  const isPrefix = (pattern: string) => pattern.endsWith('.>') && !pattern.includes('*');
  const isLiteral = (pattern: string) => !/[*>]/.test(pattern);
  return {
    literals: new Set(patterns.filter(isLiteral)),
    prefixes: patterns.filter(isPrefix).map((pattern) => pattern.slice(0, -1)),
    others: patterns.filter((pattern) => !isLiteral(pattern) && !isPrefix(pattern)),
  };
}

function covers({ literals, prefixes, others }: AllowList, pattern: string): boolean {
  for (const prefix of prefixes) if (pattern.length > prefix.length && pattern.startsWith(prefix)) return true;
  return literals.has(pattern) || others.some((one) => isWithin(pattern, one));
}

/** True when every subject that `pattern` matches is matched by `allowed`. */
function isWithin(pattern: string, allowed: string): boolean {
  const [wanted, given] = [pattern.split('.'), allowed.split('.')];
  for (const [index, token] of given.entries()) {
    const other = wanted[index];
    if (other === undefined) return false;
    if (token === '>') return true;
    if (other === '>' || (token !== '*' && token !== other)) return false;
  }
  return wanted.length === given.length;
}
