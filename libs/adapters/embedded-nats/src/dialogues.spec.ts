import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmbeddedBroker } from './embedded-broker.ts';
import { findNatsServer, type NatsServer, TEST_AUTH } from './testing/index.ts';

const connectWith = (options: object) => `CONNECT ${JSON.stringify({ user: TEST_AUTH.user, pass: TEST_AUTH.password, ...options })}\r\n`;
const QUIET = connectWith({ verbose: false, pedantic: false });
const VERBOSE = connectWith({ verbose: true });
const MODERN = connectWith({ verbose: false, pedantic: false, headers: true, no_responders: true });
const SAY_ALL = 'PING\r\n';
const UNKNOWN = "-ERR 'Unknown Protocol Operation'\r\n";

/** Bytes of a client, answers of nats-server, and a closed connection. */
const dialogues: readonly (readonly [what: string, says: string, hears: string, end?: 'closed'])[] = [
  ['a wrong password', connectWith({ pass: 'bad' }) + SAY_ALL, "-ERR 'Authorization Violation'\r\n", 'closed'],
  ['no password', 'CONNECT {}\r\nPING\r\n', "-ERR 'Authorization Violation'\r\n", 'closed'],
  ['no CONNECT', SAY_ALL, "-ERR 'Authorization Violation'\r\n", 'closed'],
  ['a plain start', QUIET + SAY_ALL, 'PONG\r\n'],
  ['an operation that does not exist', `${VERBOSE}FOO\r\n`, `+OK\r\n${UNKNOWN}`, 'closed'],
  ['an empty line', `${QUIET}\r\nPING\r\n`, UNKNOWN, 'closed'],
  ['a server’s operation', `${QUIET}MSG a 1 1\r\n`, UNKNOWN, 'closed'],
  ['a payload longer than it said', `${QUIET}PUB a 1\r\nxy\r\n`, UNKNOWN, 'closed'],
  ['a payload above the limit', `${QUIET}PUB a 2000000\r\n`, "-ERR 'Maximum Payload Violation'\r\n", 'closed'],
  ['a line above the limit', `${QUIET}SUB ${'a'.repeat(5000)} 1\r\nPING\r\n`, "-ERR 'maximum control line exceeded'\r\n", 'closed'],
  [
    'a subscription to an impossible subject',
    `${QUIET}SUB a..b 1\r\nSUB a.>.b 2\r\nPING\r\n`,
    "-ERR 'Invalid Subject'\r\n-ERR 'Invalid Subject'\r\nPONG\r\n",
  ],
  ['a pedantic publish to a wildcard', `${VERBOSE}PUB a.* 1\r\nx\r\nPING\r\n`, "+OK\r\n-ERR 'Invalid Publish Subject'\r\n+OK\r\nPONG\r\n"],
  ['verbose by default', `${connectWith({})}SUB a 1\r\nPUB a 1\r\nx\r\nPING\r\n`, '+OK\r\n+OK\r\n+OK\r\nMSG a 1 1\r\nx\r\nPONG\r\n'],
  ['a message to oneself', `${QUIET}SUB a 1\r\nPUB a 1\r\nx\r\nPING\r\n`, 'MSG a 1 1\r\nx\r\nPONG\r\n'],
  ['no echo', `${connectWith({ verbose: false, echo: false })}SUB a 1\r\nPUB a 1\r\nx\r\nPING\r\n`, 'PONG\r\n'],
  ['a sid twice', `${QUIET}SUB a 1\r\nSUB a 1\r\nPUB a 1\r\nx\r\nPING\r\n`, 'MSG a 1 1\r\nx\r\nPONG\r\n'],
  ['an unknown sid', `${QUIET}UNSUB 9\r\nPING\r\n`, 'PONG\r\n'],
  ['UNSUB', `${QUIET}SUB a 1\r\nUNSUB 1\r\nPUB a 1\r\nx\r\nPING\r\n`, 'PONG\r\n'],
  [
    'UNSUB after two',
    `${QUIET}SUB a 1\r\nUNSUB 1 2\r\n${'PUB a 0\r\n\r\n'.repeat(3)}PING\r\n`,
    'MSG a 1 0\r\n\r\nMSG a 1 0\r\n\r\nPONG\r\n',
  ],
  ['UNSUB after as many as came', `${QUIET}SUB a 1\r\nPUB a 0\r\n\r\nUNSUB 1 1\r\nPUB a 0\r\n\r\nPING\r\n`, 'MSG a 1 0\r\n\r\nPONG\r\n'],
  ['a reply subject', `${QUIET}SUB a 1\r\nPUB a r 1\r\nx\r\nPING\r\n`, 'MSG a 1 r 1\r\nx\r\nPONG\r\n'],
  ['one of a queue group', `${QUIET}SUB a q 1\r\nSUB b q 2\r\nSUB a q 1\r\nPUB a 1\r\nx\r\nPING\r\n`, 'MSG a 1 1\r\nx\r\nPONG\r\n'],
  ['lower case and wide spaces', `${QUIET}sub   a  1\r\npub \t a\t 1\r\nx\r\nping\r\n`, 'MSG a 1 1\r\nx\r\nPONG\r\n'],
  ['bare newlines', `${QUIET}SUB a 1\nPUB a 1\nx\r\nPING\n`, 'MSG a 1 1\r\nx\r\nPONG\r\n'],
  ['headers', `${MODERN}SUB a 1\r\nHPUB a r 12 14\r\nNATS/1.0\r\n\r\nhi\r\nPING\r\n`, 'HMSG a 1 r 12 14\r\nNATS/1.0\r\n\r\nhi\r\nPONG\r\n'],
  ['headers of no length', `${MODERN}SUB a 1\r\nHPUB a 0 2\r\nhi\r\nPING\r\n`, 'MSG a 1 2\r\nhi\r\nPONG\r\n'],
  [
    'a request nobody serves',
    `${MODERN}SUB r.* 4\r\nPUB a r.1 2\r\nhi\r\nPING\r\n`,
    'HMSG r.1 4 16 16\r\nNATS/1.0 503\r\n\r\n\r\nPONG\r\n',
  ],
  ['a request nobody serves, by a client that does not ask to know', `${QUIET}SUB r 4\r\nPUB a r 2\r\nhi\r\nPING\r\n`, 'PONG\r\n'],
  ['a server’s answers', `${QUIET}+OK\r\nPONG\r\nPING\r\n`, 'PONG\r\n'],
];

/** Sends all at once; hears until the last PONG or the end. */
function hear(port: number, says: string, until: string): Promise<{ heard: string; end: 'closed' | undefined }> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard: string | undefined;
    const done = (end: 'closed' | undefined) => {
      socket.destroy();
      resolve({ heard: heard ?? '', end });
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      if (heard === undefined) socket.write(says);
      const now = heard === undefined ? text.replace(/^INFO \{.*\} ?\r\n/, '') : heard + text;
      heard = now;
      if (until.endsWith('PONG\r\n') && now.length >= until.length) done(undefined);
    });
    // A reset also counts as a close.
    socket.on('error', () => {}).on('close', () => done('closed'));
  });
}

function speaks(broker: () => number): void {
  for (const [what, says, hears, end] of dialogues) {
    test(what, async () => {
      expect(await hear(broker(), says, hears)).toEqual({ heard: hears, end });
    });
  }
}

describe('the embedded broker answers as nats-server does', () => {
  let broker: EmbeddedBroker;
  beforeAll(async () => {
    broker = await EmbeddedBroker.listen({ host: '127.0.0.1', port: 0, auth: TEST_AUTH });
  });
  afterAll(() => broker.close());
  speaks(() => broker.port);
});

const start = findNatsServer('the broker’s dialogues');
describe.skipIf(start === undefined)('a real nats-server answers in these words', () => {
  let server: NatsServer;
  beforeAll(async () => {
    server = await (start as NonNullable<typeof start>)();
  }, 120_000);
  afterAll(() => server.kill());
  speaks(() => Number(new URL(server.url).port));
});
