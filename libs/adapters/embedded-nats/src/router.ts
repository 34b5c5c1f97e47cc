import type { Message } from './message.ts';
import { type PatternEntry, SubjectTrie } from './subject-trie.ts';

/** SUB of a connection. */
export interface Subscription extends PatternEntry {
  readonly sid: string;
  readonly owner: Receiver;
  delivered: number;
  /** Ends by itself after so many messages. */
  max: number | undefined;
  ended: boolean;
}

/** A connection as the router sees it. */
export interface Receiver {
  /** Whether it gets what it sent itself. */
  readonly echo: boolean;
  deliver(subscription: Subscription, message: Message): void;
}

/**
 * Takes each message to its receivers in the moment it is read, into their one queue each. Messages that are causally ordered
 * thereby stay ordered, whoever sent them: the lockstep clock's proof rests on it.
 */
export class Router {
  readonly #trie = new SubjectTrie<Subscription>();

  add(subscription: Subscription): void {
    this.#trie.add(subscription);
  }

  end(subscription: Subscription): void {
    if (subscription.ended) return;
    subscription.ended = true;
    this.#trie.remove(subscription);
  }

  /** Returns whether anyone got it. */
  route(sender: Receiver, message: Message): boolean {
    const { plain, groups } = this.#trie.match(message.subject);
    let taken = false;
    for (const subscription of plain) taken = this.#deliver(sender, subscription, message) || taken;
    for (const members of groups) taken = this.#deliverToOne(sender, members, message) || taken;
    return taken;
  }

  /** Returns the subscription that would deliver `subject` to `owner`. */
  ownedBy(owner: Receiver, subject: string): Subscription | undefined {
    const { plain, groups } = this.#trie.match(subject);
    return [...plain, ...groups.flat()].find((subscription) => subscription.owner === owner);
  }

  /** Starts with a member drawn by chance and goes round, so that one that cannot take it does not lose it. */
  #deliverToOne(sender: Receiver, members: readonly Subscription[], message: Message): boolean {
    const first = members.length === 1 ? 0 : Math.floor(Math.random() * members.length);
    for (let step = 0; step < members.length; step++) {
      const member = members[(first + step) % members.length] as Subscription;
      if (this.#deliver(sender, member, message)) return true;
    }
    return false;
  }

  #deliver(sender: Receiver, subscription: Subscription, message: Message): boolean {
    if (subscription.ended || (subscription.owner === sender && !sender.echo)) return false;
    subscription.delivered += 1;
    if (subscription.max !== undefined && subscription.delivered >= subscription.max) this.end(subscription);
    subscription.owner.deliver(subscription, message);
    return true;
  }
}
