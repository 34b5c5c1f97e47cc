import { ConnectionError } from '@klockwork/pod-lifecycle';
import { NoAnswerError } from '../../../network/http/http-client.ts';
import { HttpError } from '../../../network/http/http-reader.ts';
import type { Distrust } from '../../../network/tls.ts';
import { DeadlineError } from '../deadline.ts';

/** Failed transfer: curl's error code is also its exit code. Its message follows `curl: (N) `. */
export class CurlError extends Error {
  override readonly name = 'CurlError';
  readonly code: number;
  /** HTTP status received before the failure, else 0. */
  readonly status: number;
  constructor(code: number, message: string, status = 0) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const SSL_HELP = `
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

export function untrustedServer(why: Distrust, host: string): CurlError {
  return new CurlError(60, `${distrustText(why, host)}${SSL_HELP}`);
}

function distrustText(why: Distrust, host: string): string {
  switch (why) {
    case 'self-signed':
      return 'SSL certificate problem: self-signed certificate';
    case 'unknown-authority':
      return 'SSL certificate problem: unable to get local issuer certificate';
    case 'other-name':
      return `SSL: no alternative certificate subject name matches target host name '${host}'`;
  }
}

/** Converts a connect error after `tookMs`; rethrows other errors. */
export function connectFailure(error: unknown, host: string, port: number, tookMs: number): CurlError {
  if (error instanceof DeadlineError) return new CurlError(28, `Connection timeout after ${tookMs} ms`);
  if (!(error instanceof ConnectionError)) throw error;
  const code = error.failure === 'timeout' ? 28 : 7;
  return new CurlError(code, `Failed to connect to ${host} port ${port} after ${tookMs} ms: Couldn't connect to server`);
}

/** Converts a missing or truncated response; rethrows other errors. */
export function transferFailure(error: unknown, tookMs: number, receivedBytes: number, expectedBytes: number | undefined): CurlError {
  if (error instanceof DeadlineError) {
    const of =
      expectedBytes === undefined || expectedBytes === 0 ? `${receivedBytes} bytes` : `${receivedBytes} out of ${expectedBytes} bytes`;
    return new CurlError(28, `Operation timed out after ${tookMs} milliseconds with ${of} received`);
  }
  if (error instanceof NoAnswerError) return noAnswer(error);
  if (error instanceof ConnectionError) return new CurlError(56, `Recv failure: ${error.message}`);
  if (!(error instanceof HttpError)) throw error;
  return new CurlError(18, `transfer closed with ${(expectedBytes ?? 0) - receivedBytes} bytes remaining to read`);
}

function noAnswer({ why }: NoAnswerError): CurlError {
  switch (why) {
    case 'empty':
      return new CurlError(52, 'Empty reply from server');
    case 'malformed':
      return new CurlError(1, 'Received HTTP/0.9 when not allowed');
    case 'no-tls':
      return new CurlError(35, 'error:0A00010B:SSL routines::wrong version number');
  }
}
