import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameSecret } from '@klockwork/tls';
import { UserError } from '../user-error.ts';
import type { FaultTime } from './fault-time.ts';
import type { LabStatus, StartedNode } from './lab.ts';

/** Requests of other command lines to the launcher. */
export interface Controls {
  status(): Promise<LabStatus>;
  down(): void;
  startNode(name: string): Promise<StartedNode>;
  killNode(name: string): Promise<{ service: string; nodes: readonly string[]; pid: number }>;
  killNodeAt(name: string, when: FaultTime): Promise<{ service: string; nodes: readonly string[]; at: number }>;
}

/** Answers on loopback to whoever can read the token in `run/launcher.json`. */
export class ControlServer {
  readonly token = randomBytes(24).toString('base64url');
  readonly #server: Server;

  constructor(controls: Controls) {
    this.#server = createServer((request, response) => void this.#answer(controls, request, response));
  }

  /** Resolves with the port. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as AddressInfo).port));
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(controls: Controls, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!sameSecret(request.headers.authorization ?? '', `Bearer ${this.token}`)) return send(response, 401, { message: 'unauthorized' });
      send(response, 200, await act(controls, `${request.method} ${request.url}`));
    } catch (error) {
      send(response, error instanceof UserError ? 400 : 500, { message: (error as Error).message });
    }
  }
}

async function act(controls: Controls, call: string): Promise<unknown> {
  if (call === 'GET /ping') return {};
  if (call === 'GET /status') return controls.status();
  if (call === 'POST /down') {
    controls.down();
    return {};
  }
  const [, verb, name, unit, ms] = /^POST \/nodes\/(start|kill)\/([^/?]+)(?:\?(in|at)=(\d+))?$/.exec(call) ?? [];
  if (name === undefined) throw new UserError(`the launcher does not know ${call}`);
  const node = decodeName(name);
  if (unit !== undefined) return controls.killNodeAt(node, unit === 'at' ? { at: Number(ms) } : { inMs: Number(ms) });
  return verb === 'start' ? controls.startNode(node) : controls.killNode(node);
}

/** Decodes a part of a path. Throws UserError when it is not percent-encoded UTF-8. */
function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new UserError(`"${encoded}" is not a name in a path: percent-encode it`);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
