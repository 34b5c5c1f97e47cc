// Asks a service of this container how it is: `node healthcheck.mjs`. Exit code 0 when it says ok; else 1 and the reason.
// The api-server is asked as its clients ask it; the others, which listen on no port, at their Unix socket (libs/adapters/nest-platform).
import { get } from 'node:https';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';

async function askApiServer(port) {
  const response = await new Promise((resolve, reject) => {
    // The certificate is the lab's own; this asks whether someone answers, it tells nothing and believes nothing.
    get(`https://127.0.0.1:${port}/readyz`, { rejectUnauthorized: false }, resolve).once('error', reject);
  });
  return text(response);
}

const { KLOCKWORK_HEALTH_SOCKET, KLOCKWORK_PORT } = process.env;
const answers = [
  ...(KLOCKWORK_PORT ? [askApiServer(KLOCKWORK_PORT)] : []),
  ...(KLOCKWORK_HEALTH_SOCKET ? [text(createConnection(KLOCKWORK_HEALTH_SOCKET))] : []),
];
try {
  const said = await Promise.all(answers);
  const complaint = said.find((answer) => answer.trim() !== 'ok');
  if (complaint !== undefined || said.length === 0) throw new Error(complaint ?? 'nothing to ask: set KLOCKWORK_HEALTH_SOCKET');
} catch (error) {
  console.error(error.message.trim());
  process.exit(1);
}
