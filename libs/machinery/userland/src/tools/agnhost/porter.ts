import { StoppedError } from '@klockwork/kernel';
import { ANY_ADDRESS } from '../../network/endpoint.ts';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import { SocketError } from '../../network/socket-error.ts';
import type { Call, Command } from '../call.ts';
import { logLine } from './klog.ts';
import { textAnswer } from './plain-text.ts';
import { servePlainHttp } from './serve-http.ts';

const VARIABLE = /^SERVE_(?:(TCP|UDP)_)?PORT_(\d+)$/;

/**
 * `agnhost porter`: serves the value of each variable SERVE_PORT_80, SERVE_TCP_PORT_80 (HTTP) and SERVE_UDP_PORT_80 at its port. Models
 * test/images/agnhost/porter, without TLS and SCTP.
 */
export const agnhostPorter: Command = (call) => {
  const { process } = call;
  for (const [name, value] of process.environment) {
    const [, protocol, port] = VARIABLE.exec(name) ?? [];
    if (port === undefined) continue;
    process.beside(() => (protocol === 'UDP' ? serveDatagrams(call, Number(port), value) : servePort(call, Number(port), value)));
  }
  return process.untilKilled();
};

async function servePort(call: Call, port: number, value: string): Promise<void> {
  const isJson = call.args.some((arg) => arg === '--json-response' || arg === '--json-response=true');
  try {
    await servePlainHttp(call.process, port, (request) => answerTo(request, value, isJson));
  } catch (error) {
    if (error instanceof StoppedError) return;
    if (!(error instanceof SocketError)) throw error;
    await logLine(call, `server on port "${port}" failed: listen tcp 0.0.0.0:${port}: bind: address already in use`);
  }
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
