import { StoppedError } from '@klockwork/kernel';
import { ANY_ADDRESS } from '../../network/endpoint.ts';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import { SocketError } from '../../network/socket-error.ts';
import type { Call, Command } from '../call.ts';
import { keyPairIn, serveHttps } from '../network/https-server.ts';
import { logLine } from './klog.ts';
import { textAnswer } from './plain-text.ts';
import { servePlainHttp } from './serve-http.ts';

const VARIABLE = /^SERVE_(?:(TCP|UDP|TLS)_)?PORT_(\d+)$/;
/** Files of the image that serve TLS unless CERT_FILE and KEY_FILE name others. */
const CERTIFICATE = '/localhost.crt';
const KEY = '/localhost.key';

/**
 * `agnhost porter`: serves the value of each variable SERVE_PORT_80, SERVE_TCP_PORT_80 (HTTP), SERVE_TLS_PORT_80 (HTTPS) and
 * SERVE_UDP_PORT_80 at its port. Models test/images/agnhost/porter, without SCTP.
 */
export const agnhostPorter: Command = (call) => {
  const { process } = call;
  for (const [name, value] of process.environment) {
    const [, protocol, port] = VARIABLE.exec(name) ?? [];
    if (port === undefined) continue;
    process.beside(() => serverOf(protocol)(call, Number(port), value));
  }
  return process.untilKilled();
};

/** Serves a value at a port. */
type Server = (call: Call, port: number, value: string) => Promise<void>;

function serverOf(protocol: string | undefined): Server {
  if (protocol === 'UDP') return serveDatagrams;
  return protocol === 'TLS' ? serveTls : servePort;
}

function servePort(call: Call, port: number, value: string): Promise<void> {
  return reported(call, `server on port "${port}"`, port, () => servePlainHttp(call.process, port, answerer(call, value)));
}

async function serveTls(call: Call, port: number, value: string): Promise<void> {
  const { environment } = call.process;
  const [certificateFile, keyFile] = [environment.get('CERT_FILE') ?? CERTIFICATE, environment.get('KEY_FILE') ?? KEY];
  const keyPair = keyPairIn(call.files, certificateFile, keyFile);
  const server = `tls server on port "${port}" with certFile="${certificateFile}", keyFile="${keyFile}"`;
  if (typeof keyPair === 'string') return logLine(call, `${server} failed: ${keyPair}`);
  const answer = answerer(call, value);
  return reported(call, server, port, () => serveHttps(call.process, { program: 'agnhost', port, keyPair, answer }));
}

/** Logs the failure of a server; the other servers go on. */
async function reported(call: Call, server: string, port: number, serve: () => Promise<unknown>): Promise<void> {
  try {
    await serve();
  } catch (error) {
    if (error instanceof StoppedError) return;
    if (!(error instanceof SocketError)) throw error;
    await logLine(call, `${server} failed: listen tcp 0.0.0.0:${port}: bind: address already in use`);
  }
}

function answerer({ args }: Call, value: string): (request: HttpRequest) => HttpAnswer {
  const isJson = args.some((arg) => arg === '--json-response' || arg === '--json-response=true');
  return (request) => answerTo(request, value, isJson);
}

function answerTo({ line }: HttpRequest, value: string, isJson: boolean): HttpAnswer {
  if (!isJson)
    return isHtml(value) ? { status: 200, headers: [['Content-Type', 'text/html; charset=utf-8']], body: value } : textAnswer(value);
  return { status: 200, headers: [['Content-Type', 'application/json']], body: JSON.stringify({ Method: line.method, Body: value }) };
}

/** Go detects HTML by its first tag. */
function isHtml(value: string): boolean {
  return /^\s*<(?:!doctype html|html|head|body|a|b|br|div|h1|p|table|title)[\s>]/i.test(value);
}

async function serveDatagrams(call: Call, port: number, value: string): Promise<void> {
  const { network } = call.process.machine;
  const socket = network.bind({ address: ANY_ADDRESS, port });
  call.process.killed.onStop(() => socket.close());
  await logLine(call, `Started UDP server on port ${port}`);
  try {
    for (;;) network.send(port, (await socket.receive()).from, value);
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  }
}
