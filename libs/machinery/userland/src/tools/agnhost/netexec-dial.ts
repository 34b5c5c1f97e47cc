import { StoppedError } from '@klockwork/kernel';
import { ANY_ADDRESS, type Endpoint } from '../../network/endpoint.ts';
import type { HttpAnswer } from '../../network/http/http-server.ts';
import type { Call } from '../call.ts';
import { DeadlineError, within } from '../network/deadline.ts';
import { lookUpHost } from '../network/resolver.ts';
import { httpGet } from './http-get.ts';
import { textAnswer } from './plain-text.ts';

const LIMIT_MS = 5_000;

/** Sends one request. Returns the response, or the error. */
type Dialer = (call: Call, to: Endpoint, request: string) => Promise<{ readonly response: string } | { readonly error: string }>;

/** `/dial` of netexec: sends requests to another server, and returns responses and errors as JSON. */
export async function dial(call: Call, values: (name: string) => string): Promise<HttpAnswer> {
  const [host, port, request, protocol, tries] = ['host', 'port', 'request', 'protocol', 'tries'].map(values) as [
    string,
    string,
    string,
    string,
    string,
  ];
  if (tries !== '' && !/^[+-]?\d+$/.test(tries))
    return refusal(`tries parameter is invalid. strconv.Atoi: parsing "${tries}": invalid syntax`);
  if (request === '') return refusal('request parameter not specified. <nil>');
  const dialer = DIALERS[protocol.toLowerCase()];
  if (dialer === undefined) return refusal(`unsupported protocol. ${protocol}`);
  const lookup = await lookUpHost(call.process, host);
  if ('failure' in lookup || !/^\d+$/.test(port)) return refusal(`host and/or port param are invalid. lookup ${host}: no such host`);
  const to = { address: lookup.addresses[0] ?? '', port: Number(port) };
  const [responses, errors]: [string[], string[]] = [[], []];
  let last = '';
  for (let count = 0; count < Number(tries === '' ? 1 : tries); count++) {
    const result = await dialer(call, to, request);
    last = 'response' in result ? result.response : '';
    if ('response' in result) responses.push(result.response);
    else errors.push(result.error);
  }
  const body = JSON.stringify({ ...(errors.length > 0 && { errors }), ...(last !== '' && { responses }) });
  return textAnswer(body);
}

const DIALERS: Readonly<Record<string, Dialer>> = { '': dialHttp, http: dialHttp, udp: dialUdp };

async function dialHttp({ process }: Call, { address, port }: Endpoint, request: string): ReturnType<Dialer> {
  const answer = await httpGet(process, { host: address, port, target: `/${request}`, limitMs: LIMIT_MS });
  return 'body' in answer ? { response: answer.body } : answer;
}

async function dialUdp({ process }: Call, to: Endpoint, request: string): ReturnType<Dialer> {
  const { network } = process.machine;
  const socket = network.bind({ address: ANY_ADDRESS, port: 0 });
  try {
    network.send(socket.local.port, to, request);
    const { bytes } = await within(process, LIMIT_MS, (stop) => {
      stop.onStop(() => socket.close());
      return socket.receive();
    });
    return { response: bytes };
  } catch (error) {
    if (!(error instanceof DeadlineError) && !(error instanceof StoppedError)) throw error;
    const { address, port } = socket.local;
    return { error: `reading from udp connection failed. err:'read udp ${address}:${port}->${to.address}:${to.port}: i/o timeout'` };
  } finally {
    socket.close();
  }
}

function refusal(text: string): HttpAnswer {
  return textAnswer(`${text}\n`, 400);
}
