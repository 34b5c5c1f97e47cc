const CRLF_BYTES = 2;

/** Message for any number of receivers; the shared part of their frames is created once. */
export class Message {
  readonly subject: string;
  readonly reply: string | undefined;
  readonly headerBytes: number;
  /** Headers, payload, CRLF. */
  readonly frame: Buffer;
  readonly #head: string;
  readonly #tail: string;

  constructor(subject: string, reply: string | undefined, headerBytes: number, frame: Buffer) {
    this.subject = subject;
    this.reply = reply;
    this.headerBytes = headerBytes;
    this.frame = frame;
    const bytes = frame.length - CRLF_BYTES;
    const sizes = headerBytes === 0 ? `${bytes}\r\n` : `${headerBytes} ${bytes}\r\n`;
    this.#head = `${headerBytes === 0 ? 'MSG' : 'HMSG'} ${subject} `;
    this.#tail = reply === undefined ? ` ${sizes}` : ` ${reply} ${sizes}`;
  }

  /** Returns the protocol line of the frame for subscription `sid`. */
  line(sid: string): string {
    return this.#head + sid + this.#tail;
  }

  /** Returns the message for clients without header support. */
  withoutHeaders(): Message {
    return this.headerBytes === 0 ? this : new Message(this.subject, this.reply, 0, this.frame.subarray(this.headerBytes));
  }
}

const NO_RESPONDERS_HEADER = 'NATS/1.0 503\r\n\r\n';
const NO_RESPONDERS_FRAME = Buffer.from(`${NO_RESPONDERS_HEADER}\r\n`, 'latin1');

/** Returns the reply for a request without subscribers. */
export function noRespondersMessage(replySubject: string): Message {
  return new Message(replySubject, undefined, NO_RESPONDERS_HEADER.length, NO_RESPONDERS_FRAME);
}
