import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import { httpPostForm } from '../agnhost/http-get.ts';
import { textAnswer } from '../agnhost/plain-text.ts';
import { servePlainHttp } from '../agnhost/serve-http.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { reportFailure } from '../network/https-server.ts';
import { resolverConfig } from '../network/resolver.ts';
import { type ConsumerRequest, consumerRequest, isAnswer, refusal, wholeNumbers } from './consumer-requests.ts';

const PORT = '8080';
const ANSWER_MS_MAX = 30_000;

/** Amount that consumers share. */
interface Resource {
  /** Parameter of the amount. */
  readonly amount: string;
  /** Parameter of the amount of one request. */
  readonly size: string;
  /** Parameters that are passed on. */
  readonly others: readonly string[];
  /** First line of the answer. */
  summary(requests: number, each: number, rest: number): string;
  done(amount: number, request: ConsumerRequest): string;
}

const RESOURCES: Readonly<Record<string, Resource>> = {
  '/ConsumeCPU': {
    amount: 'millicores',
    size: 'requestSizeMillicores',
    others: ['durationSec'],
    summary: (requests, each, rest) =>
      `RC manager: sending ${requests} requests to consume ${each} millicores each and 1 request to consume ${rest} millicores`,
    done: (amount) => `Consumed ${amount} millicores`,
  },
  '/ConsumeMem': {
    amount: 'megabytes',
    size: 'requestSizeMegabytes',
    others: ['durationSec'],
    summary: (requests, each, rest) =>
      `RC manager: sending ${requests} requests to consume ${each} MB each and 1 request to consume ${rest} MB`,
    done: (amount) => `Consumed ${amount} megabytes`,
  },
  '/BumpMetric': {
    amount: 'delta',
    size: 'requestSizeMetrics',
    others: ['durationSec', 'metric'],
    summary: (requests, each, rest) =>
      `RC manager: sending ${requests} requests to bump custom metric by ${each} each and 1 request to bump by ${rest}`,
    done: (amount, { value }) => `Bumped metric ${value('metric')} by ${amount}`,
  },
};

/** `agnhost resource-consumer-controller`: spreads requests among resource consumers. Models test/images/agnhost/resource-consumer-controller. */
export const agnhostResourceConsumerController: Command = (call) => {
  const port = Number(flagOf(call.args, 'port') ?? PORT);
  return reportFailure(call, port, () => servePlainHttp(call.process, port, (request) => answerTo(call, request)));
};

async function answerTo(call: Call, request: HttpRequest): Promise<HttpAnswer> {
  const order = consumerRequest(request);
  if (isAnswer(order)) return order;
  const resource = Object.hasOwn(RESOURCES, order.path) ? RESOURCES[order.path] : undefined;
  if (resource === undefined) return refusal('unknown function', 404);
  if (resource.others.some((name) => order.value(name) === '')) return refusal('not given function argument');
  const numbers = wholeNumbers(order, ['durationSec', resource.amount, resource.size]);
  if (isAnswer(numbers)) return numbers;
  const [amount, each] = [numbers[resource.amount] as number, numbers[resource.size] as number];
  if (each <= 0) return refusal('incorrect function argument');
  const count = Math.max(Math.trunc(amount / each), 0);
  const rest = amount - Math.trunc(amount / each) * each;
  const amounts = [...Array.from({ length: count }, () => each), ...(rest > 0 ? [rest] : [])];
  const lines = await Promise.all(amounts.map((part) => send(call, order, resource, part)));
  return textAnswer([resource.summary(Math.trunc(amount / each), each, rest), ...lines, ''].join('\n'));
}

/** Sends one request to some consumer; returns the line about it. */
async function send(call: Call, request: ConsumerRequest, resource: Resource, amount: number): Promise<string> {
  const form = new Map(resource.others.map((name) => [name, request.value(name)]));
  form.set(resource.amount, String(amount));
  const [host, port] = [consumerHost(call), Number(flagOf(call.args, 'consumer-port') ?? PORT)];
  const result = await httpPostForm(call.process, { host, port, target: request.path, limitMs: ANSWER_MS_MAX }, form);
  return 'error' in result ? `Failed to connect to consumer: ${result.error}` : resource.done(amount, request);
}

/** Full name of the consumers' Service. */
function consumerHost({ args, files }: Call): string {
  const service = flagOf(args, 'consumer-service-name') ?? 'resource-consumer';
  const namespace = flagOf(args, 'consumer-service-namespace') ?? 'default';
  const domain = resolverConfig(files).searches.find((suffix) => suffix.startsWith('svc.'));
  return `${service}.${namespace}.${domain ?? 'svc.cluster.local'}`;
}
