import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBusNetwork } from '@klockwork/bus';
import { assembleCluster, type Cluster } from '@klockwork/cluster';
import { MemoryEventStore } from '@klockwork/event-store';
import { type HttpApi, wholeBody } from '@klockwork/http-api';
import { CountingActivity, ManualClock, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import { kubectl } from '@klockwork/kubectl-tool';
import { VirtualTime } from '@klockwork/simulation';

/** Result of a kubectl command. */
export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const NODES = ['node-1', 'node-2', 'node-3'];
/** Half a minute beside the minutes at which CronJobs start pods. */
const LAB_START = Date.UTC(2026, 0, 1, 0, 0, 30);
const NODES_READY_MS = 60_000;
const ADMIN = 'kubernetes-admin';
const IMAGES = '/apis/klockwork.dev/v1alpha1/images';
const ANY_IMAGE = {
  apiVersion: 'klockwork.dev/v1alpha1',
  kind: 'Image',
  metadata: { name: 'any' },
  spec: { repository: '*', tags: ['*'] },
};
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

const nextTurn = (then: () => void) => void setImmediate(then);

/** Cluster in this process, under virtual time. The real kubectl reaches its API server over HTTP. */
export class InProcessLab {
  readonly #clock = new ManualClock(LAB_START);
  readonly #cluster: Cluster;
  readonly #time: VirtualTime;
  readonly #home = mkdtempSync(join(tmpdir(), 'klockwork-examples-'));
  readonly #server: Server;
  #broken: Error | undefined;

  private constructor() {
    const clock = this.#clock;
    const random = new SeededRandom(1);
    const activity = new CountingActivity(nextTurn);
    this.#cluster = assembleCluster({
      ...{ clock, activity, random, store: new MemoryEventStore(), nodes: NODES, profile: 'realistic' },
      network: new MemoryBusNetwork({ clock, random: random.fork('network') }),
      logger: () => silentLogger,
      broken: (process, error) => {
        this.#broken ??= new Error(`${process}: ${error.message}`, { cause: error });
      },
    });
    const turn = () => new Promise<void>((resolve) => nextTurn(resolve));
    this.#time = new VirtualTime({ clock, activity, turn, check: () => this.#check() });
    this.#server = createServer((request, response) => void answer(this.#cluster.http, request, response));
  }

  /** Starts a cluster and its HTTP server; resolves when all nodes are Ready. `images`: `any` adds an Image for every repository. */
  static async up(images: string): Promise<InProcessLab> {
    const lab = new InProcessLab();
    await lab.#time.run(LAB_START + NODES_READY_MS, () => false);
    await new Promise<void>((listening) => lab.#server.listen(0, '127.0.0.1', listening));
    if (images === 'any') await lab.#post(IMAGES, ANY_IMAGE);
    return lab;
  }

  /** Runs the real kubectl. */
  try(args: readonly string[]): Promise<KubectlResult> {
    const { port } = this.#server.address() as AddressInfo;
    const env = { ...process.env, HOME: this.#home, KUBECONFIG: join(this.#home, 'kubeconfig') };
    const options = { env, maxBuffer: OUTPUT_BYTES_MAX };
    return new Promise((resolve) => {
      execFile(kubectl('1.35'), [`--server=http://127.0.0.1:${port}`, ...args], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, stdout, stderr }),
      );
    });
  }

  /** Advances lab time by `ms`. Rejects when a process of the cluster fails. */
  async advance(ms: number): Promise<void> {
    await this.#time.run(this.#clock.now() + ms, () => false);
  }

  async down(): Promise<void> {
    this.#cluster.end();
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
    rmSync(this.#home, { recursive: true });
  }

  #check(): void {
    if (this.#broken !== undefined) throw this.#broken;
  }

  async #post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', path, query: '', headers, body: Buffer.from(JSON.stringify(body)), user: ADMIN };
    const { status } = (await this.#cluster.http.handle({ ...request, stop: new StopSource() })) as { status?: number };
    if (status !== 201) throw new Error(`POST ${path} was answered ${status}`);
  }
}

/** Answers a request of kubectl as the administrator. */
async function answer(http: HttpApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, search } = new URL(request.url ?? '/', 'http://lab');
  const { method = 'GET' } = request;
  const headers = request.headers as Record<string, string | undefined>;
  const body = Buffer.concat(chunks);
  const stop = new StopSource();
  const answer = await http.handle({ method, path: pathname, query: search.slice(1), headers, body, user: ADMIN, stop });
  if (!('body' in answer)) throw new Error(`${method} ${pathname} goes on: kubectl is not expected to ask for that`);
  response.writeHead(answer.status, answer.headers).end(method === 'HEAD' ? undefined : wholeBody(answer.body));
}
