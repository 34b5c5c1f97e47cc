import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { reportFailure } from '../network/https-server.ts';
import { lookUpHost } from '../network/resolver.ts';
import { formValues } from './form-values.ts';
import { httpGet } from './http-get.ts';
import { logLine } from './klog.ts';
import { NOT_FOUND, textAnswer } from './plain-text.ts';
import { servePlainHttp } from './serve-http.ts';

const HTTP_PORT = '80';
const BACKEND_PORT = '6379';
const REGISTRATION_MS_MAX = 15_000;
const REGISTRATION_RETRY_MS = 1_000;
const GET_MS_MAX = 5_000;
const PRIMARY = 'agnhost-primary';
const REPLICA = 'agnhost-replica';

/** `agnhost guestbook`: a store with replicas behind HTTP, and its frontend. Models test/images/agnhost/guestbook. */
export const agnhostGuestbook: Command = (call) => new Guestbook(call).run();

/** Returns the value of a query parameter. */
type Values = (name: string) => string;

class Guestbook {
  readonly #call: Call;
  readonly #backendPort: number;
  readonly #replicas: string[] = [];
  #store = new Map<string, string>();

  constructor(call: Call) {
    this.#call = call;
    this.#backendPort = Number(flagOf(call.args, 'backend-port') ?? BACKEND_PORT);
  }

  async run(): Promise<number> {
    const { process, args } = this.#call;
    const port = Number(flagOf(args, 'http-port') ?? HTTP_PORT);
    const failure = new Promise<number>((resolve) => {
      process.beside(async () => {
        if (!(await this.#register(flagOf(args, 'replicaof') ?? ''))) resolve(1);
      });
    });
    return Promise.race([
      failure,
      reportFailure(this.#call, port, () => servePlainHttp(process, port, (request) => this.#answer(request))),
    ]);
  }

  /** Subscribes to the primary and copies its store. Returns false after 15 s without success. */
  async #register(primary: string): Promise<boolean> {
    if (primary === '') return true;
    const { process } = this.#call;
    const target = `register?host=${process.machine.network.address}`;
    for (const end = this.#call.now() + REGISTRATION_MS_MAX; this.#call.now() < end; ) {
      await logLine(this.#call, `Registering to primary: ${primary}:${this.#backendPort}/${target}`);
      const result = await this.#get(primary, target);
      if ('body' in result) {
        this.#store = storeOf(result.body);
        await logLine(this.#call, `Registered to node: ${primary}`);
        return true;
      }
      await logLine(this.#call, `encountered error while registering to primary: ${result.error}. Retrying in 1s.`);
      await process.sleep(REGISTRATION_RETRY_MS);
    }
    await logLine(this.#call, 'Timed out while registering to primary.');
    return false;
  }

  async #answer({ line }: HttpRequest): Promise<HttpAnswer> {
    const [path = '/', query = ''] = line.target.split('#')[0]!.split(/\?(.*)/s);
    const parameters = formValues(query);
    const handler = Object.hasOwn(this.#handlers, path) ? this.#handlers[path] : undefined;
    return handler?.((name) => parameters.get(name) ?? '') ?? NOT_FOUND;
  }

  readonly #handlers: Readonly<Record<string, (values: Values) => Promise<HttpAnswer>>> = {
    '/register': async (values) => {
      await logLine(this.#call, `GET /register?host=${values('host')}`);
      this.#replicas.push(values('host'));
      await logLine(this.#call, `Node '${values('host')}' registered.`);
      return textAnswer(goJson({ data: sorted(this.#store) }));
    },
    '/get': async (values) => {
      const key = values('key');
      await logLine(this.#call, `GET /get?key=${key}`);
      return textAnswer(goJson({ data: key === '' ? sorted(this.#store) : (this.#store.get(key) ?? '') }));
    },
    '/set': (values) => this.#set(values('key'), values('value')),
    '/guestbook': (values) => this.#frontend(values('cmd').toLowerCase(), values('key'), values('value')),
  };

  /** Stores a value here, then in all replicas. */
  async #set(key: string, value: string): Promise<HttpAnswer> {
    await logLine(this.#call, `GET /set?key=${key}&value=${value}`);
    if (key === '') return textAnswer('cannot set with empty key.\n', 400);
    this.#store.set(key, value);
    for (const replica of this.#replicas) {
      const result = await this.#get(replica, `set?key=${key}&value=${value}`);
      if ('error' in result) return textAnswer(`encountered error while propagating to replica '${replica}': ${result.error}\n`, 417);
    }
    return textAnswer(goJson({ message: 'Updated' }));
  }

  /** Passes reads on to a replica, and writes to the primary. */
  async #frontend(command: string, key: string, value: string): Promise<HttpAnswer> {
    await logLine(this.#call, `GET /guestbook?cmd=${command}&key=${key}&value=${value}`);
    if (command !== 'get' && command !== 'set') return textAnswer(`unsupported cmd: '${command}'\n`, 400);
    if (command === 'set' && key === '') return textAnswer('cannot set with empty key.\n', 400);
    const host = command === 'get' ? REPLICA : PRIMARY;
    if ('failure' in (await lookUpHost(this.#call.process, host)))
      return textAnswer(`host and/or port param are invalid. lookup ${host}: no such host\n`, 400);
    const result = await this.#get(host, `${command}?key=${key}&value=${value}`);
    return 'body' in result ? textAnswer(result.body) : textAnswer(`encountered error: ${result.error}\n`, 417);
  }

  #get(host: string, target: string) {
    return httpGet(this.#call.process, { host, port: this.#backendPort, target: `/${target}`, limitMs: GET_MS_MAX });
  }
}

/** Returns the store in a primary's response; another response has none. */
function storeOf(body: string): Map<string, string> {
  const { data } = JSON.parse(body) as { readonly data: Readonly<Record<string, string>> };
  return new Map(Object.entries(data));
}

/** Go sorts the keys of a map. */
function sorted(store: ReadonlyMap<string, string>): object {
  return Object.fromEntries([...store].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns JSON as Go writes it, with escapes for HTML. */
function goJson(value: object): string {
  return JSON.stringify(value).replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
