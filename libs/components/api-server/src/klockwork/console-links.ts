import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';

/** Console of a lab, and the way into it. */
export interface ConsoleLinks {
  readonly url: string;
  /** Returns an address that signs one browser in; undefined while the console is not served. */
  newLink(): string | undefined;
}

/** Answers with the console's address; NotFound without a console. */
export function consoleAddress(links: ConsoleLinks | undefined): ApiAnswer {
  return jsonAnswer(200, { url: served(links).url });
}

/** Answers with an address that signs one browser in. Throws ServiceUnavailable for a console that is not served. */
export function newConsoleLink(links: ConsoleLinks | undefined): ApiAnswer {
  const url = served(links).newLink();
  if (url === undefined)
    throw statusErrors.serviceUnavailable('the port of the console could not be opened: see the log of the api-server');
  return jsonAnswer(201, { url });
}

function served(links: ConsoleLinks | undefined): ConsoleLinks {
  if (links === undefined) throw statusErrors.notFoundMessage('this lab has no console');
  return links;
}
