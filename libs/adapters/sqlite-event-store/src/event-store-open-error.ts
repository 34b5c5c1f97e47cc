/** Failure to open the event log. The message is one line for people, with the remedy. */
export class EventStoreOpenError extends Error {
  override readonly name = 'EventStoreOpenError';
  readonly code: 'in-use' | 'newer-version' | 'unusable';

  constructor(code: EventStoreOpenError['code'], message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
