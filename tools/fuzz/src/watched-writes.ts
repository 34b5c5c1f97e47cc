import type { Journal } from '@klockwork/event-store';
import type { FuzzAnswer, FuzzRequest } from './target.ts';

/** Path of a collection: a refusal may follow the deletion of other objects. */
const COLLECTION = /^\/apis?\/(?:[^/]+\/){1,2}(?:namespaces\/[^/]+\/)?[^/?]+(?:\?|$)/;

/** Events of one client since a request began. A refused request must have written nothing. */
export class WatchedWrites {
  #written: string[] = [];

  constructor(journal: Pick<Journal, 'onCommitted'>) {
    journal.onCommitted(({ event: { actor, type, key } }) => {
      if (!actor.user.startsWith('system:')) this.#written.push(`${type} ${key.namespace}/${key.name}`);
    });
  }

  begin(): void {
    this.#written = [];
  }

  /** Throws for a refused or dry request with an event. */
  check(request: FuzzRequest, answer: FuzzAnswer): void {
    if (this.#written.length === 0 || !(isRefused(request, answer) || isDry(request))) return;
    throw new Error(`an answer of ${answer.status}${isDry(request) ? ' to a dry run' : ''}, but the log has ${this.#written.join(', ')}`);
  }
}

/** As upstream, an object that cannot be converted or printed for the answer stays. */
function isRefused({ method, url }: FuzzRequest, { status, text }: FuzzAnswer): boolean {
  return status >= 400 && !(method === 'DELETE' && COLLECTION.test(url)) && !UNANSWERABLE.test(text);
}

const UNANSWERABLE = /conversion webhook for |Unable to convert to Table as requested/;

/** Options in the body of a deletion replace those of the query. */
function isDry({ method, url, body = new Uint8Array() }: FuzzRequest): boolean {
  return /[?&]dryRun=All(&|$)/.test(url) && !(method === 'DELETE' && body.length > 0);
}
