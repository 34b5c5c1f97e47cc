import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import { writeMessage } from '../../process/write-message.ts';
import { textAnswer } from '../agnhost/plain-text.ts';
import { servePlainHttp } from '../agnhost/serve-http.ts';
import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';
import { reportFailure } from '../network/https-server.ts';
import { type ConsumerRequest, consumerRequest, isAnswer, refusal, wholeNumbers } from './consumer-requests.ts';
import { goFlagOf } from './go-flag.ts';

const PORT = '8080';

/** `consumer -port=N`: uses processor time and memory at requests. Models test/images/resource-consumer. */
export const resourceConsumer: Command = (call) => new ResourceConsumer(call).run();

class ResourceConsumer {
  readonly #call: Call;
  readonly #metrics = new Map<string, number>();

  constructor(call: Call) {
    this.#call = call;
  }

  run(): Promise<number> {
    const port = Number(goFlagOf(this.#call.args, 'port') ?? PORT);
    return reportFailure(this.#call, port, () => servePlainHttp(this.#call.process, port, (request) => this.#answer(request)));
  }

  #answer(request: HttpRequest): HttpAnswer {
    if (request.line.target.replace(/[?#].*$/, '') === '/metrics') return textAnswer(metricsText(this.#metrics));
    const order = consumerRequest(request);
    if (isAnswer(order)) return order;
    const handler = Object.hasOwn(this.#handlers, order.path) ? this.#handlers[order.path] : undefined;
    return handler?.(order) ?? refusal(`unknown function: ${order.path}`, 404);
  }

  readonly #handlers: Readonly<Record<string, (request: ConsumerRequest) => HttpAnswer>> = {
    '/ConsumeCPU': (request) => {
      const numbers = wholeNumbers(request, ['millicores', 'durationSec']);
      if (isAnswer(numbers)) return numbers;
      const { millicores, durationSec } = numbers;
      const argv = ['/consume-cpu/consume-cpu', `-millicores=${millicores}`, `-duration-sec=${durationSec}`];
      this.#start(argv, `ConsumeCPU millicores: ${millicores}, durationSec: ${durationSec}`, 'CPU');
      return textAnswer(`ConsumeCPU\n${millicores} millicores\n${durationSec} durationSec\n`);
    },
    '/ConsumeMem': (request) => {
      const numbers = wholeNumbers(request, ['megabytes', 'durationSec']);
      if (isAnswer(numbers)) return numbers;
      const { megabytes, durationSec } = numbers;
      const argv = ['stress', '-m', '1', '--vm-bytes', `${megabytes}M`, '--vm-hang', '0', '-t', String(durationSec)];
      this.#start(argv, `ConsumeMem megabytes: ${megabytes}, durationSec: ${durationSec}`, 'memory');
      return textAnswer(`ConsumeMem\n${megabytes} megabytes\n${durationSec} durationSec\n`);
    },
    '/BumpMetric': (request) => this.#bump(request),
    '/GetCurrentStatus': () => {
      this.#call.process.beside(() => this.#log('GetCurrentStatus'));
      return textAnswer('Warning: not implemented!\nGetCurrentStatus');
    },
  };

  /** Raises a gauge for some time. */
  #bump({ value }: ConsumerRequest): HttpAnswer {
    const [metric, delta, seconds] = ['metric', 'delta', 'durationSec'].map(value) as [string, string, string];
    if (metric === '' || delta === '' || seconds === '') return refusal('not given function argument');
    const amount = Number(delta);
    if (!/^[+-]?\d+$/.test(seconds) || !Number.isFinite(amount)) return refusal('incorrect function argument');
    const add = (change: number) => this.#metrics.set(metric, (this.#metrics.get(metric) ?? 0) + change);
    add(amount);
    this.#call.process.beside(async () => {
      await this.#call.process.sleep(Number(seconds) * 1_000);
      add(-amount);
    });
    return textAnswer(`BumpMetric\n${metric} metric\n${amount} delta\n${Number(seconds)} durationSec\n`);
  }

  /** Starts a program of its own for a request, and logs its failure. */
  #start(argv: readonly string[], text: string, resource: 'CPU' | 'memory'): void {
    const { process } = this.#call;
    process.beside(async () => {
      await this.#log(text);
      const { code, signal } = await process.wait(process.spawn(argv));
      if (code !== 0)
        await this.#log(`Error while consuming ${resource}: ${signal === undefined ? `exit status ${code}` : 'signal: killed'}`);
    });
  }

  /** Line of Go's package log. */
  #log(text: string): Promise<void> {
    return writeMessage(this.#call.stderr, `${formatTime(this.#call.now(), '%Y/%m/%d %H:%M:%S')} ${text}\n`);
  }
}

function metricsText(metrics: ReadonlyMap<string, number>): string {
  return [...metrics].map(([name, value]) => `# HELP ${name} info message.\n# TYPE ${name} gauge\n${name} ${value.toFixed(6)}\n`).join('');
}
