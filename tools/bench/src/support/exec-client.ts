import { randomBytes } from 'node:crypto';
import type { HttpsClient } from './https-client.ts';

/** Channels of `v5.channel.k8s.io`. */
const STDOUT = 1;
const STATUS = 3;
/** WebSocket frames from these lengths on use a two or eight byte length. */
const SHORT = 126;
const LONG = 127;

/** Runs a command in a pod like kubectl; returns its output. Rejects on failure. */
export async function execInPod(client: HttpsClient, pod: string, command: readonly string[]): Promise<string> {
  const query = [...command.map((word) => `command=${encodeURIComponent(word)}`), 'stdout=true'].join('&');
  const socket = await client.upgrade(`/api/v1/namespaces/default/pods/${pod}/exec?${query}`, {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-protocol': 'v5.channel.k8s.io',
  });
  let output = '';
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of socket) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let frame = frameOf(rest); frame !== undefined; frame = frameOf(rest)) {
        rest = rest.subarray(frame.end);
        const text = frame.payload.toString('utf8', 1);
        if (frame.payload[0] === STDOUT) output += text;
        if (frame.payload[0] !== STATUS) continue;
        if ((JSON.parse(text) as { status: string }).status !== 'Success') throw new Error(`${command.join(' ')} ended with ${text}`);
        return output;
      }
    }
  } finally {
    socket.destroy();
  }
  throw new Error(`the connection ended before ${command.join(' ')} did`);
}

/** First complete server frame (unmasked). */
function frameOf(bytes: Buffer): { payload: Buffer; end: number } | undefined {
  if (bytes.byteLength < 2) return undefined;
  const short = (bytes[1] as number) & 0x7f;
  const start = short < SHORT ? 2 : short < LONG ? 4 : 10;
  if (bytes.byteLength < start) return undefined;
  const length = short < SHORT ? short : short < LONG ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return bytes.byteLength < start + length ? undefined : { payload: bytes.subarray(start, start + length), end: start + length };
}
