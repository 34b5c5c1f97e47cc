import { Agent, request } from 'node:https';

/** Host time between two attempts to reach the lab, in ms. */
const RETRY_MS = 100;

/**
 * Clock of a lab for a Node.js program: `setTimeout`, `setInterval` and `now` on lab time. An advance of the lab stops at each deadline, and
 * waits for the callback, also for the promise that it returns (at most two seconds of host time).
 */
export class LabClock {
  #options;
  #agent;
  #timers = new Map();
  #lastId = 0;
  #labAt = 0;
  #hostAt = 0;
  #rate = 0;
  #stream;
  #closed = false;
  #reporting = Promise.resolve();

  constructor({ server, token, ca, name }) {
    this.#agent = new Agent({ keepAlive: true, ca });
    this.#options = { url: `${server}/klockwork/v1/clock/timers/${name}`, headers: { authorization: `Bearer ${token}` } };
  }

  /** Follows the lab of a KubeConfig of @kubernetes/client-node. Resolves when lab time is known. */
  static async follow(kubeConfig, name) {
    const { server, caData } = kubeConfig.getCurrentCluster();
    const clock = new LabClock({ server, token: kubeConfig.getCurrentUser().token, ca: Buffer.from(caData ?? '', 'base64'), name });
    await clock.#connect();
    return clock;
  }

  /** Returns lab time in ms since 1970. */
  now() {
    return Math.floor(this.#labAt + (performance.now() - this.#hostAt) * this.#rate);
  }

  setTimeout(callback, delayMs, ...args) {
    return this.#set({ at: this.now() + delayMs, call: () => callback(...args) });
  }

  setInterval(callback, periodMs, ...args) {
    return this.#set({ at: this.now() + periodMs, periodMs, call: () => callback(...args) });
  }

  clearTimeout(id) {
    if (this.#timers.delete(id)) this.#report();
  }

  clearInterval(id) {
    this.clearTimeout(id);
  }

  /** Ends the stream, and with it the deadline in the lab. */
  close() {
    this.#closed = true;
    this.#stream?.destroy();
    this.#agent.destroy();
  }

  #set(timer) {
    this.#lastId += 1;
    this.#timers.set(this.#lastId, timer);
    this.#report();
    return this.#lastId;
  }

  async #connect() {
    const stream = await this.#send('GET');
    this.#stream = stream;
    let rest = '';
    let isFirst = true;
    return new Promise((resolve, reject) => {
      stream.setEncoding('utf8').on('data', (text) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop();
        for (const line of lines) this.#onLine(JSON.parse(line));
        // The lab has forgotten the deadline of an earlier stream.
        if (isFirst) this.#report();
        isFirst = false;
        resolve();
      });
      stream.once('error', reject);
      stream.once('close', () => {
        reject(new Error('the stream of lab time ended'));
        void this.#reconnect();
      });
    });
  }

  async #reconnect() {
    while (!this.#closed) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      const connected = await this.#connect().catch((error) => error);
      if (!(connected instanceof Error)) return;
    }
  }

  #onLine({ now, rate, fired }) {
    this.#labAt = Date.parse(now);
    this.#hostAt = performance.now();
    this.#rate = rate;
    const work = this.#fireDue(this.#labAt);
    // Lab time waits for the next deadline, which follows the work.
    if (fired) void Promise.allSettled(work).then(() => this.#report());
  }

  #fireDue(now) {
    const due = [...this.#timers].filter(([, { at }]) => at <= now).sort(([, one], [, other]) => one.at - other.at);
    for (const [id, timer] of due) {
      if (timer.periodMs === undefined) this.#timers.delete(id);
      else timer.at = Math.max(timer.at + timer.periodMs, now + 1);
    }
    return due.map(async ([, { call }]) => call());
  }

  /** Sends the least deadline, one request at a time. */
  #report() {
    this.#reporting = this.#reporting.then(() => this.#put());
  }

  async #put() {
    if (this.#closed) return;
    const next = [...this.#timers.values()].sort((one, other) => one.at - other.at)[0];
    const body = { at: next === undefined ? null : new Date(next.at).toISOString(), upkeep: next?.periodMs !== undefined };
    // A lost connection loses the deadline too: the next stream reports it.
    const response = await this.#send('PUT', JSON.stringify(body)).catch(() => undefined);
    response?.resume();
  }

  #send(method, body) {
    const { url, headers } = this.#options;
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, agent: this.#agent, headers: { ...headers, 'content-type': 'application/json' } }, (response) => {
        if (response.statusCode === 200) resolve(response);
        else response.resume().once('end', () => reject(new Error(`${method} ${url} was answered ${response.statusCode}`)));
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }
}
