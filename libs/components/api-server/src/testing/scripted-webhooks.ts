import { type OutboundAnswer, OutboundError, type OutboundHttps, type OutboundRequest } from '@klockwork/http-api';

/** Response of a webhook: fields of the review's response, or a whole HTTP answer. */
export type ScriptedResponse = { readonly answer: OutboundAnswer } | { readonly failure: string } | Readonly<Record<string, unknown>>;

/** Decides on a received request of a review. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into requests of every kind
export type Script = (request: any) => ScriptedResponse | Promise<ScriptedResponse>;

/** Webhooks as functions, by path of their URL. Records all requests. */
export class ScriptedWebhooks implements OutboundHttps {
  readonly #scripts = new Map<string, Script>();
  /** Received reviews, in order. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into requests of every kind
  readonly requests: { readonly sent: OutboundRequest; readonly review: any }[] = [];

  on(path: string, script: Script): void {
    this.#scripts.set(path, script);
  }

  async send(sent: OutboundRequest): Promise<OutboundAnswer> {
    const review = JSON.parse(sent.body);
    this.requests.push({ sent, review });
    const [path = ''] = sent.url.replace(/^https:\/\/[^/]+/, '').split('?');
    const response = await this.#scripts.get(path)?.(review.request);
    if (response === undefined) throw new OutboundError('dial tcp 127.0.0.1:9443: connect: connection refused');
    if ('failure' in response) throw new OutboundError(response.failure as string);
    if ('answer' in response) return response.answer as OutboundAnswer;
    const { apiVersion, kind, request } = review;
    return jsonAnswer({ apiVersion, kind, response: { uid: request.uid, allowed: true, ...response } });
  }
}

/** Returns a complete answer with a JSON body. */
export function jsonAnswer(body: unknown, status = 200): OutboundAnswer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}
