import { BusError, type BusErrorCode, type Envelope } from '@klockwork/bus';
import { parseJson } from '@klockwork/kernel';

/** JSON message: an envelope, or the failure of a reply. */
export type WireMessage = Envelope<unknown> | WireFailure;

/** Reply without body. */
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

/** Returns undefined for foreign bytes: any authenticated client may publish anything. */
export function decode(bytes: Uint8Array): WireMessage | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  try {
    const message: unknown = parseJson(text);
    return isWireMessage(message) ? message : undefined;
  } catch {
    // Callers treat invalid JSON like JSON of another shape, and log this.
    return undefined;
  }
}

/** True for a failed handler's answer. */
export function isFailure(message: WireMessage): message is WireFailure {
  return 'error' in message;
}

/** Returns the error of a failed answer. */
export function errorOf(failure: WireFailure): BusError {
  return new BusError(failure.error.code, failure.error.message);
}

function isWireMessage(value: unknown): value is WireMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { at, from, body, error } = value as Record<string, unknown>;
  return Number.isInteger(at) && typeof from === 'string' && (body !== undefined || typeof error === 'object');
}
