import type { ApiStream } from '@klockwork/http-api';
import { logFailure } from '@klockwork/kernel';
import type { RequestContext } from '../routing/request-context.ts';
import type { LogFile } from './log-file.ts';

/**
 * Holds the file of the log until the client disconnects. The only line has the lab's time and newest revision; both files of the log may
 * be copied after it.
 */
export function holdLog({ request, services }: RequestContext, file: LogFile): ApiStream {
  const { journal, clock, logger } = services;
  return {
    status: 200,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache, private' },
    start: (sink) => {
      file.hold().then(
        () => {
          sink.write(`${JSON.stringify({ now: clock.now(), revision: journal.state.revision })}\n`);
          request.stop.onStop(() => {
            sink.end();
            file.release().catch((error: unknown) => logFailure(logger, {}, error));
          });
        },
        (error: unknown) => {
          logFailure(logger, {}, error);
          sink.end();
        },
      );
    },
  };
}
