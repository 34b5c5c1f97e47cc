import { StoppedError } from '@klockwork/kernel';
import { acceptEach } from '../../network/accept-each.ts';
import { ANY_ADDRESS } from '../../network/endpoint.ts';
import type { HttpHeader } from '../../network/http/http-head.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { reportFailure } from '../network/https-server.ts';
import { logLine } from './klog.ts';
import { textAnswer } from './plain-text.ts';
import { servePlainHttp } from './serve-http.ts';

const PORT = '9376';
const CLOSE: HttpHeader = ['Connection', 'close'];

/** `agnhost serve-hostname`: serves the name of its pod over HTTP, or bare over TCP or UDP. Models test/images/agnhost/serve-hostname, without its minute after SIGTERM. */
export const agnhostServeHostname: Command = async (call) => {
  const port = Number(flagOf(call.args, 'port') ?? PORT);
  const [http, tcp, udp] = [isOn(call, 'http', true), isOn(call, 'tcp'), isOn(call, 'udp')];
  if (http && (tcp || udp)) {
    await logLine(call, "Can't server TCP/UDP mode and HTTP mode at the same time");
    return 1;
  }
  const end = new Promise<number>((resolve) => {
    call.process.onSignal('TERM', () => resolve(0));
  });
  await logLine(call, `Serving on port ${port}.`);
  if (udp) call.process.beside(() => serveUdp(call, port));
  if (!http && !tcp) return end;
  return Promise.race([end, reportFailure(call, port, () => (http ? serveHttp(call, port) : serveTcp(call, port)))]);
};

/** Returns the value of a boolean flag: `--tcp`, `--http=false`. */
function isOn({ args }: Call, name: string, byDefault = false): boolean {
  const flag = args.findLast((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  return flag === undefined ? byDefault : flag === `--${name}` || flag === `--${name}=true`;
}

function serveHttp(call: Call, port: number): Promise<never> {
  const answer = textAnswer(call.process.machine.hostname);
  const headers = isOn(call, 'close') ? [...answer.headers, CLOSE] : answer.headers;
  return servePlainHttp(call.process, port, async (_, { address, port: from }) => {
    await logLine(call, `HTTP request from ${address}:${from}`);
    return { ...answer, headers };
  });
}

async function serveTcp(call: Call, port: number): Promise<never> {
  const { process } = call;
  const socket = process.machine.network.listen({ address: ANY_ADDRESS, port }, { program: 'agnhost' });
  process.killed.onStop(() => socket.close());
  await acceptEach(process, socket, async (connection) => {
    await logLine(call, `TCP request from ${connection.remote.address}:${connection.remote.port}`);
    await connection.write(process.machine.hostname);
    connection.end();
  });
  return process.untilKilled();
}

async function serveUdp(call: Call, port: number): Promise<void> {
  const { network, hostname } = call.process.machine;
  const socket = network.bind({ address: ANY_ADDRESS, port });
  call.process.killed.onStop(() => socket.close());
  try {
    for (;;) {
      const { from } = await socket.receive();
      await logLine(call, `UDP request from ${from.address}:${from.port}`);
      network.send(port, from, hostname);
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  }
}
