import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { ApiAnswer } from '@klockwork/http-api';
import type { HostTimer } from '@klockwork/kernel';
import { bodySource } from './body-source.ts';
import type { PartOutlet } from './part-outlet.ts';

/** Max concurrent compressed answers, about 300 KiB each. Others are sent uncompressed, which every client accepts. */
const ZIPPING_MAX = 32;
/** Prefers speed to size. Models `defaultGzipContentEncodingLevel` of `endpoints/handlers/responsewriters`. */
const GZIP_LEVEL = 1;

/** Ports of a {@link BodyOutlet}. */
interface BodyOutletOptions {
  readonly parts: PartOutlet;
  readonly host: HostTimer;
  /** Max time of a client to read its answer, in ms of host time. Models `--request-timeout`. */
  readonly requestMs: number;
}

/** Writer of large bodies, part by part: a client that does not read costs one part instead of a whole answer. */
export class BodyOutlet {
  readonly #options: BodyOutletOptions;
  #zipping = 0;

  constructor(options: BodyOutletOptions) {
    this.#options = options;
  }

  /** True while memory allows another compressed answer. */
  get mayCompress(): boolean {
    return this.#zipping < ZIPPING_MAX;
  }

  /** Writes a body after the headers and ends the response. Aborts responses to slow clients, and after a failure to create a part. */
  write(response: ServerResponse, body: ApiAnswer['body'], { gzip, onFailure }: BodyOptions): void {
    const { parts, host, requestMs } = this.#options;
    const leave = parts.join();
    if (gzip) this.#zipping += 1;
    // The timer must not keep an idle process alive: only unread answers need it.
    const timer = setTimeout(() => response.destroy(), requestMs).unref();
    response.once('close', () => {
      clearTimeout(timer);
      leave();
      if (gzip) this.#zipping -= 1;
    });
    const target = gzip ? zipped(response) : response;
    parts.write({
      ...{ target, source: bodySource(body, host) },
      onPart: ({ last }) => {
        if (last) target.end();
      },
      onReceived: () => {},
      onFailure: (error) => {
        onFailure(error);
        response.destroy();
      },
    });
  }
}

interface BodyOptions {
  /** Compresses the bytes. */
  readonly gzip: boolean;
  /** Called after a failure to create a part. */
  readonly onFailure: (error: Error) => void;
}

/** Returns a gzip stream into a response. zlib compresses on another thread, no faster than the client reads. */
function zipped(response: ServerResponse): Writable {
  const gzip = createGzip({ level: GZIP_LEVEL });
  response.once('close', () => gzip.destroy());
  gzip.once('error', () => response.destroy());
  gzip.pipe(response);
  return gzip;
}
