import type { ApiAnswer, ApiRequest, ApiStream, ApiUpgrade, TunnelUpgrade, WebSocketUpgrade } from '@klockwork/http-api';
import { type StopSignal, StopSource } from '@klockwork/kernel';
import { apiHeaders } from './answer-headers.ts';
import type { ConsoleSession } from './console-sessions.ts';

/** Status code of RFC 6455 for a connection that the server's policy ends. */
const POLICY_VIOLATION = 1008;

/** Returns `request` as one of `session`: it stops with either. */
export function requestOf(request: ApiRequest, { ended }: ConsoleSession): ApiRequest {
  const stop = StopSource.under(request.stop);
  stop.onStop(ended.onStop(() => stop.stop()));
  return { ...request, stop };
}

/** Returns `answer` with the headers of this origin. A stream or a socket of it ends with `session`. */
export function answerOf(answer: ApiAnswer | ApiStream | ApiUpgrade, session: ConsoleSession): ApiAnswer | ApiStream | ApiUpgrade {
  const { ended } = session;
  const headers = apiHeaders(answer.headers);
  if ('body' in answer) return { ...answer, headers };
  if (!('type' in answer)) return streamUntil(ended, { ...answer, headers });
  if (answer.type === 'tunnel') return tunnelUntil(ended, answer);
  if (answer.type !== 'websocket') throw new Error('a browser opens no SPDY connection');
  return socketUntil(ended, answer);
}

function streamUntil(endedSignal: StopSignal, stream: ApiStream): ApiStream {
  return {
    ...stream,
    start(sink) {
      stream.start(sink);
      endedSignal.onStop(() => sink.end());
    },
  };
}

function socketUntil(endedSignal: StopSignal, upgrade: WebSocketUpgrade): WebSocketUpgrade {
  return {
    ...upgrade,
    start(socket) {
      upgrade.start(socket);
      endedSignal.onStop(() => socket.close(POLICY_VIOLATION));
    },
  };
}

/** WebSocket of a drilled cluster: its frames pass as bytes. */
function tunnelUntil(endedSignal: StopSignal, upgrade: TunnelUpgrade): TunnelUpgrade {
  return {
    ...upgrade,
    start(socket) {
      upgrade.start(socket);
      endedSignal.onStop(() => socket.close(POLICY_VIOLATION));
    },
  };
}
