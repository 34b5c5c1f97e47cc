import { apiPath } from './lab-base.ts';

interface RefusalCause {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

/** Part of a Status. */
interface RefusedStatus {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly Partial<RefusalCause>[] };
}

/** Refusal by the server, in its words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;
  /** Fields that the server names, with its words about each. */
  readonly causes: readonly RefusalCause[];
  /** Seconds after which the server expects another attempt; undefined without the header `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: number, message: string, causes: readonly RefusalCause[] = [], retryAfterSeconds?: number) {
    super(message);
    this.code = code;
    this.causes = causes;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Refusal of a request without a session: its link must be opened again. */
export const UNAUTHORIZED = 401;
/** Refusal of a watch whose revision is no longer kept. */
export const GONE = 410;

/** Parts of a request beyond its path. */
interface RequestParts {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly contentType?: string;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** Sends a request to the server of this page. Throws Refusal, and TypeError without an answer. */
export async function send(path: string, { method = 'GET', body, contentType, accept, signal }: RequestParts = {}): Promise<Response> {
  const answer = await fetch(apiPath(path), {
    method,
    headers: {
      accept: accept ?? 'application/json',
      ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}

/** Returns the parsed answer. Throws as {@link send}. */
export async function sendJson<T>(path: string, sent?: RequestParts): Promise<T> {
  return (await send(path, sent)).json() as Promise<T>;
}

async function refusalOf(answer: Response): Promise<Refusal> {
  const text = await answer.text();
  const { message, details } = statusIn(text);
  const causes = (details?.causes ?? []).map((cause) => ({
    ...{ reason: cause.reason ?? '', field: cause.field ?? '', message: cause.message ?? '' },
  }));
  const words = message ?? (text || `the server answered ${answer.status}`);
  return new Refusal(answer.status, words, causes, secondsIn(answer.headers.get('retry-after')));
}

/** Undefined without a header, and for a date. */
function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

function statusIn(text: string): RefusedStatus {
  try {
    return JSON.parse(text) as RefusedStatus;
  } catch {
    return {};
  }
}
