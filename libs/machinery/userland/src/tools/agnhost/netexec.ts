import { StoppedError } from '@klockwork/kernel';
import { ANY_ADDRESS, type Endpoint } from '../../network/endpoint.ts';
import { type HttpHead, headerOf } from '../../network/http/http-head.ts';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import type { DatagramSocket } from '../../network/network.ts';
import { writerTo } from '../../process/plain-streams.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { readKeyPair, reportFailure, serveHttps } from '../network/https-server.ts';
import { formValues } from './form-values.ts';
import { goDurationMs } from './go-duration.ts';
import { logLine } from './klog.ts';
import { dial } from './netexec-dial.ts';
import { textAnswer } from './plain-text.ts';
import { servePlainHttp } from './serve-http.ts';

const HTTP_PORT = '8080';
const UDP_PORT = '8081';
/** Value of `--udp-port` that starts no UDP server. */
const NO_PORT = -1;

/** `agnhost netexec`: HTTP and UDP servers for tests of the network. Models test/images/agnhost/netexec, without SCTP and uploads. */
export const agnhostNetexec: Command = (call) => new Netexec(call).run();

/** Request with its parameters. */
interface Visit {
  readonly from: Endpoint;
  readonly head: HttpHead;
  readonly values: (name: string) => string;
}

class Netexec {
  readonly #call: Call;
  readonly #httpPort: number;
  readonly #udpPort: number;
  #hasUdp = false;
  #end: (code: number) => void = () => {};

  constructor(call: Call) {
    this.#call = call;
    this.#httpPort = Number(flagOf(call.args, 'http-port') ?? HTTP_PORT);
    this.#udpPort = Number(flagOf(call.args, 'udp-port') ?? UDP_PORT);
  }

  async run(): Promise<number> {
    const { process } = this.#call;
    const end = new Promise<number>((resolve) => {
      this.#end = resolve;
    });
    await logLine(this.#call, `Started HTTP server on port ${this.#httpPort}`);
    if (this.#udpPort !== NO_PORT) await this.#startUdp();
    return Promise.race([end, reportFailure(this.#call, this.#httpPort, () => this.#serve()), process.untilKilled()]);
  }

  #serve(): Promise<number> {
    if (flagOf(this.#call.args, 'tls-cert-file') !== undefined) return this.#serveTls();
    return servePlainHttp(this.#call.process, this.#httpPort, (request, from) => this.#answer(request, from));
  }

  async #serveTls(): Promise<number> {
    const keyPair = readKeyPair(this.#call);
    if (typeof keyPair === 'string') return this.#call.complain(keyPair);
    const from = { address: '', port: 0 };
    return serveHttps(this.#call.process, {
      program: 'agnhost',
      port: this.#httpPort,
      keyPair,
      answer: (request) => this.#answer(request, from),
    });
  }

  #answer(request: HttpRequest, from: Endpoint): Promise<HttpAnswer> {
    const override = flagOf(this.#call.args, 'http-override');
    const [path = '/', query = ''] = (override ?? request.line.target).split('#')[0]!.split(/\?(.*)/s);
    const isForm = headerOf(request.head, 'content-type')?.startsWith('application/x-www-form-urlencoded') === true;
    const values = formValues(override === undefined && isForm ? `${request.body}&${query}` : query);
    return this.#route(path, { from, head: request.head, values: (name) => values.get(name) ?? '' });
  }

  /** Unknown paths are those of `/`, as in Go's multiplexer. */
  #route(path: string, visit: Visit): Promise<HttpAnswer> {
    const handler = Object.hasOwn(this.#handlers, path) ? this.#handlers[path] : undefined;
    return (handler ?? this.#root)(visit);
  }

  readonly #root = async (): Promise<HttpAnswer> => {
    await logLine(this.#call, 'GET /');
    return textAnswer(`NOW: ${new Date(this.#call.now()).toISOString().replace('T', ' ').replace('Z', ' +0000 UTC')}`);
  };

  readonly #handlers: Readonly<Record<string, (visit: Visit) => Promise<HttpAnswer>>> = {
    '/clientip': async ({ from }) => {
      await logLine(this.#call, 'GET /clientip');
      return textAnswer(`${from.address}:${from.port}`);
    },
    '/dial': async ({ values }) => {
      const shownParameters = ['host', 'protocol', 'port', 'request', 'tries'].map((name) => `${name}=${values(name)}`).join('&');
      await logLine(this.#call, `GET /dial?${shownParameters}`);
      return dial(this.#call, values);
    },
    '/echo': ({ values }) => this.#echo(values('msg'), values('code')),
    '/exit': ({ values }) => this.#exit(values),
    '/header': async ({ head, values }) => {
      await logLine(this.#call, `GET /header?key=${values('key')}`);
      return textAnswer(headerOf(head, values('key').toLowerCase()) ?? '');
    },
    '/healthz': () => this.#health('GET /healthz'),
    '/hostname': () => this.#hostname('GET /hostname'),
    '/hostName': () => this.#hostname('GET /hostName'),
    '/readyz': () => this.#health('GET /readyz'),
    '/redirect': async ({ values }) => {
      await logLine(this.#call, `GET /redirect?location=${values('location')}&code=${values('code')}`);
      return { status: Number(values('code') || '302'), headers: [['Location', values('location')]], body: '' };
    },
    '/shell': ({ values }) => this.#shell(values('shellCommand') || values('cmd')),
    '/shutdown': async () => {
      await logLine(this.#call, 'GET /shutdown');
      this.#end(0);
      return textAnswer('');
    },
  };

  async #echo(message: string, code: string): Promise<HttpAnswer> {
    await logLine(this.#call, `GET /echo?msg=${message}&code=${code}`);
    if (code === '') return textAnswer(message);
    if (!/^[+-]?\d+$/.test(code)) return textAnswer(`argument 'code' must be an integer or empty, got "${code}"\n`);
    return textAnswer(message, Number(code));
  }

  async #exit(values: Visit['values']): Promise<HttpAnswer> {
    const [code, timeout, wait] = ['code', 'timeout', 'wait'].map(values) as [string, string, string];
    await logLine(this.#call, `GET /exit?code=${code}&timeout=${timeout}&wait=${wait}`);
    for (const [name, value] of [
      ['timeout', timeout],
      ['wait', wait],
    ] as const)
      if (value !== '' && goDurationMs(value) === undefined)
        return textAnswer(`argument '${name}' must be a valid golang duration or empty, got "${value}"\n`);
    if (code !== '' && !/^[+-]?\d+$/.test(code)) return textAnswer(`argument 'code' must be an integer [0-127] or empty, got "${code}"\n`);
    await logLine(
      this.#call,
      `Will begin shutdown in ${wait || '0s'}, allowing ${timeout || '0s'} for connections to close, then will exit with ${Number(code)}`,
    );
    await this.#call.process.sleep(goDurationMs(wait || '0s') ?? 0);
    this.#end(Number(code));
    return textAnswer('');
  }

  /** The server is healthy once its UDP server has started. */
  async #health(line: string): Promise<HttpAnswer> {
    await logLine(this.#call, line);
    return { status: this.#hasUdp ? 200 : 412, headers: [], body: '' };
  }

  async #hostname(line: string): Promise<HttpAnswer> {
    await logLine(this.#call, line);
    return textAnswer(this.#call.process.machine.hostname);
  }

  /** Runs a command with output and errors in one stream. */
  async #shell(command: string): Promise<HttpAnswer> {
    const { process } = this.#call;
    await logLine(this.#call, `GET /shell?cmd=${command}`);
    let output = '';
    const stdout = writerTo((bytes) => {
      output += bytes;
      return undefined;
    });
    const child = process.spawn(['/bin/sh', '-c', command], { stdout, stderr: stdout.dup() });
    const { code } = await process.wait(child);
    const result = { ...(code !== 0 && { error: `exit status ${code}` }), ...(output !== '' && { output }) };
    await logLine(
      this.#call,
      `Output: map[${Object.entries(result)
        .map(([key, value]) => `${key}:${value}`)
        .join(' ')}]`,
    );
    return textAnswer(JSON.stringify(result));
  }

  async #startUdp(): Promise<void> {
    const { process } = this.#call;
    const addresses = (flagOf(this.#call.args, 'udp-listen-addresses') ?? ANY_ADDRESS).split(',');
    for (const address of addresses) {
      const socket = process.machine.network.bind({ address, port: this.#udpPort });
      process.killed.onStop(() => socket.close());
      process.beside(() => this.#serveUdp(socket));
    }
    this.#hasUdp = true;
    await logLine(this.#call, `Started UDP server on port  ${this.#udpPort}`);
  }

  async #serveUdp(socket: DatagramSocket): Promise<void> {
    try {
      for (;;) {
        const { from, bytes } = await socket.receive();
        const request = bytes.trim().toLowerCase();
        await logLine(this.#call, `Received the following UDP request from ${from.address}:${from.port}: ${request}`);
        const answer = this.#udpAnswer(request, bytes.trim(), from);
        if (answer !== undefined) this.#call.process.machine.network.send(socket.local.port, from, answer);
      }
    } catch (error) {
      if (!(error instanceof StoppedError)) throw error;
    }
  }

  #udpAnswer(request: string, original: string, from: Endpoint): string | undefined {
    if (request === 'hostname') return this.#call.process.machine.hostname;
    if (request === 'clientip') return `${from.address}:${from.port}`;
    return request.startsWith('echo ') ? original.slice('echo '.length) : undefined;
  }
}
