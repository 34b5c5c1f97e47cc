/**
 * How TLS begins here: a record of type _handshake_, as of TLS, with nothing secret in it. What follows is not encrypted: there is
 * nobody on the way who could listen.
 */
const RECORD = '\x16\x03';

/** What a client says first. */
export const CLIENT_HELLO = `${RECORD}\x01\0\x05hello`;
/** What a server says to it. */
export const SERVER_HELLO = `${RECORD}\x03\0\x05hello`;
/** Both are as long. */
export const HELLO_BYTES: number = CLIENT_HELLO.length;

/** Whether bytes begin as TLS does, as far as they go. */
export function isHello(bytes: string): boolean {
  return bytes.startsWith(RECORD.slice(0, bytes.length));
}
