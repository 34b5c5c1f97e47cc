import { type Body, BusError, type BusErrorCode, type Envelope } from '@klockwork/bus';
import { parseJson } from '@klockwork/kernel';

/** JSON message: an envelope, or the failure of a reply. */
export type WireMessage = Envelope<Body> | WireFailure;

/** A reply without a body. */
export interface WireFailure {
  readonly at: number;
  readonly from: string;
  readonly error: { readonly code: BusErrorCode; readonly message: string };
}

/** Encodes a message. `body`: already encoded body. */
export function encode(message: WireMessage, body?: string): Buffer {
  if (body === undefined) return Buffer.from(JSON.stringify(message));
  const { at, from } = message;
  return Buffer.from(`${JSON.stringify({ at, from }).slice(0, -1)},"body":${body}}`);
}

/** Undefined when these bytes are not a message of ours: anybody with the secret may publish anything. */
export function decode(bytes: Uint8Array): WireMessage | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    const message: unknown = parseJson(text);
    return isWireMessage(message) ? message : undefined;
  } catch {
    // Not JSON is the same to the caller as JSON of another kind, and it says so in the log.
    return undefined;
  }
}

/** True when the answer says that the handler failed. */
export function isFailure(message: WireMessage): message is WireFailure {
  return 'error' in message;
}

/** The error that a failed answer stands for. */
export function errorOf(failure: WireFailure): BusError {
  return new BusError(failure.error.code, failure.error.message);
}

function isWireMessage(value: unknown): value is WireMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { at, from, body, error } = value as Record<string, unknown>;
  return Number.isInteger(at) && typeof from === 'string' && (body !== undefined || typeof error === 'object');
}
