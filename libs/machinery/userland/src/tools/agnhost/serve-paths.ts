import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { Call } from '../call.ts';
import { flagOf } from '../flags.ts';
import { readKeyPair, reportFailure, serveHttps } from '../network/https-server.ts';
import { NOT_FOUND } from './plain-text.ts';

const PORT = '443';

/** Answers a request at a path. */
export type Handler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

/** Serves HTTPS with the certificate of `--tls-cert-file`, at `--port`, until its process ends. Unknown paths get 404. */
export async function servePaths(call: Call, handlers: Readonly<Record<string, Handler>>): Promise<number> {
  const keyPair = readKeyPair(call);
  if (typeof keyPair === 'string') return call.complain(keyPair);
  const port = Number(flagOf(call.args, 'port') ?? PORT);
  const answer = (request: HttpRequest) => answerTo(request, handlers);
  return reportFailure(call, port, () => serveHttps(call.process, { program: 'agnhost', port, keyPair, answer }));
}

function answerTo(request: HttpRequest, handlers: Readonly<Record<string, Handler>>): HttpAnswer | Promise<HttpAnswer> {
  const path = request.line.target.replace(/[?#].*$/, '');
  const handler = Object.hasOwn(handlers, path) ? handlers[path] : undefined;
  return handler?.(request) ?? NOT_FOUND;
}
