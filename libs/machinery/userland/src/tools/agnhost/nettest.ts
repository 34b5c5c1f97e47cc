import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { reportFailure } from '../network/https-server.ts';
import { NOT_FOUND, textAnswer } from './plain-text.ts';
import { servePlainHttp } from './serve-http.ts';

const PORT = '8080';
const PEERS = '8';

/** `agnhost nettest`: registers the requests of other pods. Models test/images/agnhost/nettest; it contacts no pod itself. */
export const agnhostNettest: Command = async (call) => {
  const port = Number(flagOf(call.args, 'port') ?? PORT);
  const state = new NettestState(call);
  const end = new Promise<number>((resolve) => {
    state.onQuit = () => resolve(0);
  });
  return Promise.race([end, reportFailure(call, port, () => servePlainHttp(call.process, port, (request) => state.answer(request)))]);
};

class NettestState {
  readonly #hostname: string;
  readonly #peers: number;
  readonly #received = new Map<string, number>();
  readonly #errors: string[] = [];
  onQuit: () => void = () => {};

  constructor(call: Call) {
    this.#hostname = call.process.machine.hostname;
    this.#peers = Number(flagOf(call.args, 'peers') ?? PEERS);
  }

  answer({ line, body }: HttpRequest): HttpAnswer {
    const path = line.target.replace(/[?#].*$/, '');
    if (path === '/read') return textAnswer(JSON.stringify(this.#state, undefined, '\t'));
    if (path === '/write') return textAnswer(this.#write(body));
    // Nothing is sent: the state never passes.
    if (path === '/status') return textAnswer(this.#peers === 0 ? 'pass' : 'running');
    if (path !== '/quit') return NOT_FOUND;
    this.onQuit();
    return textAnswer('');
  }

  /** JSON with the keys of the Go struct. */
  get #state(): object {
    const receivedCounts = this.#received.size === 0 ? null : Object.fromEntries(this.#received);
    const errors = this.#errors.length === 0 ? null : this.#errors;
    return { Hostname: this.#hostname, Sent: null, Received: receivedCounts, Errors: errors, Log: null, StillContactingPeers: true };
  }

  #write(body: string): string {
    const source = sourceOf(body);
    if (source === undefined) this.#errors.push(`${this.#hostname}: Got request with no source`);
    else this.#received.set(source, (this.#received.get(source) ?? 0) + 1);
    return `${JSON.stringify({ Hostname: this.#hostname })}\n`;
  }
}

/** Returns the source in the JSON of a request; Go ignores the case of keys. */
function sourceOf(body: string): string | undefined {
  const [, source] = /"source"\s*:\s*"([^"]+)"/i.exec(body) ?? [];
  return source;
}
