import type { ReadAhead } from '@klockwork/userland';
import { bigEndian, FRAME, frame, headerBlock, PREFACE, readFrame, readHeaderBlock } from './frames.ts';

/** Health status of a service; 'unknown service' when the server lacks that name. */
export type Health = 'SERVING' | 'NOT_SERVING' | 'unknown service';

const PATH = '/grpc.health.v1.Health/Check';
/** Numbers of `HealthCheckResponse.ServingStatus`. */
const STATUS = { SERVING: 1, NOT_SERVING: 2 } as const;
/** `NotFound` of gRPC's codes. */
const NOT_FOUND = '5';
const SETTINGS: string = frame(FRAME.settings, '');

/** Encodes a `grpc.health.v1` check of a service (name below 128 bytes). */
export function healthRequest(service: string): string {
  const headers = { ':method': 'POST', ':scheme': 'http', ':path': PATH, 'content-type': 'application/grpc', te: 'trailers' };
  const message = service === '' ? '' : `\x0a${String.fromCharCode(service.length)}${service}`;
  return `${PREFACE}${SETTINGS}${frame(FRAME.headers, headerBlock(headers))}${frame(FRAME.data, grpcMessage(message), true)}`;
}

/** Decodes the requested service; undefined for another request. */
export async function readHealthRequest(source: ReadAhead): Promise<string | undefined> {
  if ((await source.take(PREFACE.length)) !== PREFACE) return undefined;
  let path: string | undefined;
  for (;;) {
    const next = await readFrame(source);
    if (next === undefined) return undefined;
    if (next.type === FRAME.headers) path = readHeaderBlock(next.payload)?.get(':path');
    if (next.type === FRAME.headers && path !== PATH) return undefined;
    // Skips the gRPC header (5 bytes), tag and length of the only field.
    if (next.type === FRAME.data) return next.payload.slice(7);
  }
}

/** Encodes a response. */
export function healthAnswer(health: Health): string {
  const head = { ':status': '200', 'content-type': 'application/grpc' };
  if (health === 'unknown service') {
    const trailers = { ...head, 'grpc-status': NOT_FOUND, 'grpc-message': health };
    return `${SETTINGS}${frame(FRAME.headers, headerBlock(trailers), true)}`;
  }
  const message = grpcMessage(`\x08${String.fromCharCode(STATUS[health])}`);
  const end = frame(FRAME.headers, headerBlock({ 'grpc-status': '0' }), true);
  return `${SETTINGS}${frame(FRAME.headers, headerBlock(head))}${frame(FRAME.data, message)}${end}`;
}

/** Decodes a response; undefined when invalid. */
export async function readHealthAnswer(source: ReadAhead): Promise<Health | undefined> {
  let health: Health | undefined;
  for (;;) {
    if (!FRAME_TYPES.has((await source.peek(4)).charCodeAt(3))) return undefined;
    const next = await readFrame(source);
    if (next === undefined) return undefined;
    if (next.type === FRAME.data) health = next.payload.endsWith('\x08\x01') ? 'SERVING' : 'NOT_SERVING';
    if (next.type !== FRAME.headers || !next.endsStream) continue;
    return readHeaderBlock(next.payload)?.get('grpc-status') === NOT_FOUND ? 'unknown service' : health;
  }
}

const FRAME_TYPES: ReadonlySet<number> = new Set(Object.values(FRAME));

function grpcMessage(message: string): string {
  return `\0${bigEndian(message.length, 4)}${message}`;
}
