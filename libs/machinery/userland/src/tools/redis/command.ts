import type { Keyspace, StoredValue } from './keyspace.ts';
import { failure, type Reply } from './resp.ts';

/** Command on the keys of a database. */
export interface KeyCommand {
  /** Number of words with the command's name; a negative number is a minimum. */
  readonly arity: number;
  /** Returns the reply. Throws ReplyError, and KeyspaceFullError before any change. */
  run(keys: Keyspace, args: readonly string[]): Reply;
}

export type KeyCommands = Readonly<Record<string, KeyCommand>>;

/** Error that is a command's reply. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
  get reply(): Reply {
    return failure(this.message);
  }
}

export const NOT_AN_INTEGER = 'ERR value is not an integer or out of range';
export const SYNTAX_ERROR = 'ERR syntax error';

/** Returns the value of a key if it has `type`, and undefined without the key. Throws ReplyError for another type. */
export function typedValue<Type extends StoredValue['type']>(
  keys: Keyspace,
  key: string,
  type: Type,
): (StoredValue & { readonly type: Type }) | undefined {
  const value = keys.get(key);
  if (value !== undefined && value.type !== type) {
    throw new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value');
  }
  return value as (StoredValue & { readonly type: Type }) | undefined;
}

/** Parses an integer that a double holds exactly. Throws ReplyError. */
export function integerOf(text: string | undefined): number {
  const value = /^-?(?:0|[1-9]\d*)$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new ReplyError(NOT_AN_INTEGER);
  return value;
}
