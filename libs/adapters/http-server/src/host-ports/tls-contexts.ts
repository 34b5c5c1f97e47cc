import { createSecureContext, type SecureContext } from 'node:tls';
import type { HostKeyPair } from '@klockwork/http-api';
import { type Logger, messageOf } from '@klockwork/kernel';

/** Max number of contexts in memory. */
const CONTEXTS_MAX = 100;

/** Contexts of TLS servers by key pair. */
export class TlsContexts {
  readonly #logger: Logger;
  readonly #contexts = new Map<string, SecureContext | undefined>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Returns undefined for an absent key pair, and for an unusable one, which is logged. */
  of(keys: HostKeyPair | undefined): SecureContext | undefined {
    if (keys === undefined) return undefined;
    const name = `${keys.certificate}\n${keys.key}`;
    if (!this.#contexts.has(name)) {
      if (this.#contexts.size >= CONTEXTS_MAX) this.#contexts.clear();
      this.#contexts.set(name, this.#create(keys));
    }
    return this.#contexts.get(name);
  }

  #create({ certificate, key }: HostKeyPair): SecureContext | undefined {
    try {
      return createSecureContext({ cert: certificate, key });
    } catch (error) {
      this.#logger.warn({ error: messageOf(error) }, 'a certificate for clients of the machine is unusable');
      return undefined;
    }
  }
}
