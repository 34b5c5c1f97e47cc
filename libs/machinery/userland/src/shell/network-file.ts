import { FileError } from '@klockwork/files';
import type { TcpConnection } from '../network/network.ts';
import type { Reader, Writer } from '../process/stream.ts';
import { connectToAny } from '../tools/network/connect-to-any.ts';
import { lookUpHost } from '../tools/network/resolver.ts';
import type { Redirect } from './ast.ts';
import { ShellError } from './control.ts';
import type { Io } from './io.ts';
import type { Shell } from './shell.ts';

const NETWORK_FILE = /^\/dev\/tcp\/([^/]+)\/(\d+)$/;
const FILE_OPERATORS: ReadonlySet<Redirect['operator']> = new Set(['<', '<>', '>', '>>', '>|', '&>', '&>>']);

/**
 * Connection that bash opens for a redirection to `/dev/tcp/HOST/PORT`; undefined for other files and other shells.
 * Throws ShellError 1 when nothing takes the connection. Models `netopen` of bash's lib/sh/netopen.c.
 */
export async function openNetworkFile(shell: Shell, { operator }: Redirect, path: string, io: Io): Promise<(Reader & Writer) | undefined> {
  const [, host, port] = NETWORK_FILE.exec(path) ?? [];
  if (shell.dialect !== 'bash' || host === undefined || !FILE_OPERATORS.has(operator)) return undefined;
  const lookup = await lookUpHost(shell.process, host);
  if (!('addresses' in lookup)) {
    await io.stderr.write(`${shell.name}: ${host}: Name or service not known\n`);
    throw new ShellError(`${path}: Invalid argument`, 1);
  }
  const connection = await connectToAny(shell.process, lookup.addresses, Number(port), Number.POSITIVE_INFINITY);
  if (!('failure' in connection)) return streamOf(connection);
  await io.stderr.write(`${shell.name}: connect: ${connection.message}\n`);
  throw new ShellError(`${path}: ${connection.message}`, 1);
}

/** Connection as a two-way descriptor; the last closed handle closes it. */
function streamOf(connection: TcpConnection): Reader & Writer {
  let handles = 0;
  const open = (): Reader & Writer => {
    let isOpen = true;
    handles += 1;
    return {
      isTerminal: false,
      read: async (bytesMax) => (await connection.read(bytesMax)) ?? '',
      write: (bytes) => connection.write(bytes)?.catch(() => Promise.reject(new FileError('EPIPE'))),
      dup: open,
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        handles -= 1;
        if (handles === 0) connection.close();
      },
    };
  };
  return open();
}
