import { FileError, type Files } from '@klockwork/files';
import type { HttpAnswer, HttpRequest } from '../../network/http/http-server.ts';
import { reasonPhrase } from '../../network/http/reason-phrase.ts';
import type { ServerPages } from '../../network/http/serve-folder.ts';
import { SocketError } from '../../network/socket-error.ts';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';
import { serveFolder } from './folder-server.ts';

const MODULES: ReadonlySet<string> = new Set(['http.server', 'SimpleHTTPServer']);
const PORT = '8000';
const LONG = { bind: 'b', directory: 'd', protocol: 'p', cgi: 'c' };
/** Messages of `http.server` and their explanations, by status. */
const EXPLANATIONS: Readonly<Record<number, readonly [message: string, explanation: string]>> = {
  404: ['File not found', 'Nothing matches the given URI'],
};

/** `python -m http.server [-b ADDRESS] [-d FOLDER] [PORT]`, and Python 2's `SimpleHTTPServer`: serves the working folder. */
export const pythonHttpServer: Command = async (call) => {
  const args = call.args.slice(call.args.findIndex((arg) => MODULES.has(arg)) + 1);
  const { value, operands } = call.options({ letters: 'b:d:p:c', long: LONG }, args);
  const address = value('b') ?? '0.0.0.0';
  const port = operands[0] ?? PORT;
  if (!/^\d+$/.test(port)) {
    await writeMessage(call.stderr, `usage: server.py [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\n`);
    await writeMessage(call.stderr, `server.py: error: argument port: invalid int value: '${port}'\n`);
    return 2;
  }
  try {
    const folder = call.files.realPath(value('d') ?? '.');
    const socket = call.process.machine.network.listen({ address, port: Number(port) }, { program: call.name });
    await call.print(`Serving HTTP on ${address} port ${port} (http://${address}:${port}/) ...\n`);
    const server = `SimpleHTTP/0.6 Python/${call.process.environment.get('PYTHON_VERSION') ?? '3'}`;
    const site = { files: call.files, folder, server, now: () => call.now(), pages: pagesOf(call.files) };
    return await serveFolder(call.process, socket, site, (request, answer, client) => log(call, request, answer, client.address));
  } catch (error) {
    if (error instanceof SocketError) return fail(call, `OSError: [Errno 98] ${error.message}`);
    if (error instanceof FileError && error.code === 'ENOENT')
      return fail(call, `FileNotFoundError: [Errno 2] ${error.message}: '${value('d')}'`);
    throw error;
  }
};

async function fail(call: Call, message: string): Promise<number> {
  await writeMessage(call.stderr, `Traceback (most recent call last):\n${message}\n`);
  return 1;
}

/** Two log lines for a rejected request, otherwise one. */
async function log(call: Call, { line }: HttpRequest, { status }: HttpAnswer, client: string): Promise<void> {
  const start = `${client} - - [${formatTime(call.now(), '%d/%b/%Y %H:%M:%S')}]`;
  const refusal = status < 400 ? '' : `${start} code ${status}, message ${messageOf(status)}\n`;
  await writeMessage(call.stderr, `${refusal}${start} "${line.method} ${line.target} ${line.version}" ${status} -\n`);
}

function messageOf(status: number): string {
  return EXPLANATIONS[status]?.[0] ?? reasonPhrase(status);
}

function pagesOf(files: Files): ServerPages {
  return {
    error: (status) => errorPage(status),
    listing(place, path) {
      const names = files.list(place).map((name) => (files.stat(`${place}/${name}`).type === 'folder' ? `${name}/` : name));
      return listingPage(path, names);
    },
  };
}

function errorPage(status: number): string {
  const rows = [`<p>Error code: ${status}</p>`, `<p>Message: ${messageOf(status)}.</p>`];
  const explanation = `<p>Error code explanation: ${status} - ${EXPLANATIONS[status]?.[1] ?? messageOf(status)}.</p>`;
  const body = ['<h1>Error response</h1>', ...rows, explanation].map((row) => `        ${row}\n`).join('');
  const head = '        <meta charset="utf-8">\n        <title>Error response</title>\n';
  return `<!DOCTYPE HTML>\n<html lang="en">\n    <head>\n${head}    </head>\n    <body>\n${body}    </body>\n</html>\n`;
}

function listingPage(path: string, names: readonly string[]): string {
  const title = `Directory listing for ${path}`;
  const items = names.map((name) => `<li><a href="${encodeURI(name)}">${name}</a></li>\n`).join('');
  const head = `<meta charset="utf-8">\n<title>${title}</title>\n`;
  return `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n${head}</head>\n<body>\n<h1>${title}</h1>\n<hr>\n<ul>\n${items}</ul>\n<hr>\n</body>\n</html>\n`;
}
