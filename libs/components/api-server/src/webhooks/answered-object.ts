import { DecodeError, decodeJson, goQuote, type Schema } from '@klockwork/api-machinery';
import { type OutboundAnswer, OutboundError } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';

const OK_MIN = 200;
const OK_MAX = 206;

/** Messages for answers without a Status. Models `NewGenericServerResponse` of `k8s.io/apimachinery/pkg/api/errors`. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
};
/** Codes whose message is the body itself. */
const OWN_WORDS: ReadonlySet<number> = new Set([403, 406, 415]);

/** Decodes the answer of a webhook. Throws ApiError for a refusal, {@link OutboundError} for an undecodable answer. Models `Result.Into`. */
export function answeredObject(answer: OutboundAnswer, schema: Schema): unknown {
  const { status, contentType, body } = answer;
  if (status < OK_MIN || status > OK_MAX) throw refusalOf(answer);
  if (body === '') throw unread(`0-length response with status code: ${status} and content type: ${contentType}`);
  try {
    return decodeJson(body, schema, { strict: false }).value;
  } catch (error) {
    if (error instanceof DecodeError) throw unread(error.message);
    throw error;
  }
}

function unread(message: string): OutboundError {
  return new OutboundError(message, 'answer');
}

function refusalOf({ status, contentType, body }: OutboundAnswer): ApiError {
  const text = isText(contentType) ? body.trim() : 'unknown';
  const message = statusMessage(body) ?? (OWN_WORDS.has(status) ? text : (MESSAGES[status] ?? unknownMessage(status, text)));
  return new ApiError({ code: status, reason: '', message });
}

function unknownMessage(status: number, text: string): string {
  if (status < 500) return `the server responded with the status code ${status} but did not return more information`;
  return `an error on the server (${goQuote(text)}) has prevented the request from succeeding`;
}

function isText(contentType: string): boolean {
  return contentType === '' || contentType.startsWith('text/');
}

/** Returns the message of a Status; undefined for other bodies. */
function statusMessage(body: string): string | undefined {
  try {
    const { kind, message } = JSON.parse(body) as { kind?: unknown; message?: unknown };
    return kind === 'Status' && typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
