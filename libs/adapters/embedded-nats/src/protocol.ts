/** Maximum protocol line without payload, nats-server's default. */
export const CONTROL_LINE_BYTES_MAX = 4096;

/** Protocol violation: the client receives `message` in an -ERR line, and is disconnected. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** Errors for violations of protocol or limits: nats-server's words, `server/errors.go` and `server/client.go`. */
export const UNKNOWN_OPERATION = 'Unknown Protocol Operation';
export const PARSER_ERROR = 'Parser Error';
export const CONTROL_LINE_EXCEEDED = 'maximum control line exceeded';
export const PAYLOAD_EXCEEDED = 'Maximum Payload Violation';
export const AUTHORIZATION_VIOLATION = 'Authorization Violation';
export const AUTHENTICATION_TIMEOUT = 'Authentication Timeout';
export const INVALID_SUBJECT = 'Invalid Subject';
export const INVALID_PUBLISH_SUBJECT = 'Invalid Publish Subject';
export const SLOW_CONSUMER = 'Slow Consumer';
export const STALE_CONNECTION = 'Stale Connection';
export const TOO_MANY_CONNECTIONS = 'maximum connections exceeded';
export const HEADERS_NOT_SUPPORTED = 'message headers not supported';

/** Returns the error for a message or a subscription that is dropped. The client stays connected. */
export function permissionsViolation(operation: 'Publish' | 'Subscription', subject: string): string {
  return `Permissions Violation for ${operation} to "${subject}"`;
}

/** A subject one may subscribe to: tokens are not empty, `>` stands last. */
export function isValidPattern(pattern: string): boolean {
  const tokens = pattern.split('.');
  return tokens.every((token, index) => token !== '' && (token !== '>' || index === tokens.length - 1));
}

/** A subject one may publish to: no empty token, no wildcard. */
export function isValidLiteral(subject: string): boolean {
  return subject.split('.').every((token) => token !== '' && token !== '*' && token !== '>');
}
