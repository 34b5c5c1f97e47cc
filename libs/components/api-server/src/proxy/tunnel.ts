import type { ApiAnswer, MessageSocket, TunnelUpgrade } from '@klockwork/http-api';
import { bytesOf, StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { type ClientAnswer, HttpError } from '@klockwork/userland';
import { answerHeaders } from './pass-answer.ts';

/** Max characters of a refusal that is passed on. */
const REFUSAL_CHARACTERS_MAX = 1024 * 1024;
const SWITCHING = 101;
const ERROR_MIN = 400;

/**
 * Passes the answer to an upgrade request on: a tunnel after 101, otherwise the refusal. Returns upstream's problem for an answer that is
 * neither. Models `tryUpgrade` of `apimachinery/pkg/util/proxy`.
 */
export async function upgradeAnswer(answer: ClientAnswer, connection: Connection): Promise<TunnelUpgrade | ApiAnswer | string> {
  if (answer.status === SWITCHING) {
    const { headers: head } = answer.head;
    return { type: 'tunnel', headers: {}, head, start: (socket) => startTunnel(answer, connection, socket) };
  }
  try {
    if (answer.status < ERROR_MIN) return `invalid upgrade response: status code ${answer.status}`;
    return { status: answer.status, headers: answerHeaders(answer, ''), body: bytesOf(await refusalOf(answer)) };
  } finally {
    connection.close();
  }
}

/** An interrupted refusal ends early. */
async function refusalOf({ body }: ClientAnswer): Promise<string> {
  let text = '';
  try {
    for await (const bytes of body) {
      text += bytes;
      if (text.length > REFUSAL_CHARACTERS_MAX) break;
    }
  } catch (error) {
    if (!isBroken(error)) throw error;
  }
  return text;
}

/** The end of one side ends the other. */
function startTunnel({ upgraded }: ClientAnswer, connection: Connection, socket: MessageSocket): void {
  socket.onMessage((bytes) => connection.write(bytes)?.catch(ignoreBroken));
  void passOn(upgraded, socket).finally(() => {
    connection.close();
    socket.close(1000);
  });
}

async function passOn(upgradedSource: ClientAnswer['upgraded'], socket: MessageSocket): Promise<void> {
  try {
    for (let bytes = await upgradedSource.read(); bytes !== undefined; bytes = await upgradedSource.read())
      await socket.send(bytes, 'binary');
  } catch (error) {
    ignoreBroken(error);
  }
}

function ignoreBroken(error: unknown): void {
  if (!isBroken(error)) throw error;
}

function isBroken(error: unknown): boolean {
  return error instanceof ConnectionError || error instanceof HttpError || error instanceof StoppedError;
}
