import type { Message } from './message.ts';
import { type PatternEntry, SubjectTrie } from './subject-trie.ts';

/** SUB of a connection. */
export interface Subscription extends PatternEntry {
  readonly sid: string;
  readonly owner: Receiver;
  delivered: number;
  /** Remaining messages before the subscription ends. */
  max: number | undefined;
  ended: boolean;
}

/** Connection, from the router's view. */
export interface Receiver {
  /** Delivers own messages back to their sender. */
  readonly echo: boolean;
  deliver(subscription: Subscription, message: Message): void;
}

/**
 * Appends each message to its receivers' queues when read. Causally ordered messages of different senders therefore stay ordered; the proof
 * of lockstep relies on this.
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

  /** Returns true if a receiver existed. */
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

  /** Tries members from a random start, so that a full one loses no message. */
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
