import type { Writer } from '../process/stream.ts';
import type { Process } from '../process.ts';
import type { Stream } from '../tools/tool.ts';
import type { Redirect, Word } from './ast.ts';
import type { Io } from './io.ts';

type Sink = (text: string) => void;

/** The descriptors of a command after its redirections, in order. Throws FileError when a file cannot be opened. */
export async function redirect(
  redirects: readonly Redirect[],
  io: Io,
  process: Process,
  expand: (word: Word) => Promise<string>,
): Promise<Io> {
  let { input } = io;
  const sinks: Record<Stream, Sink> = { stdout: (text) => io.write('stdout', text), stderr: (text) => io.write('stderr', text) };
  for (const { descriptor, operator, target } of redirects) {
    const path = await expand(target);
    const stream = descriptor === 2 ? 'stderr' : 'stdout';
    if (operator === '<') input = process.files.read(path);
    else if (operator === '>&') sinks[stream] = sinks[path === '2' ? 'stderr' : 'stdout'];
    else if (/^\/dev\/std/.test(path)) sinks[stream] = sinks[path === '/dev/stderr' ? 'stderr' : 'stdout'];
    else sinks[stream] = sinkOf(process.openWriter(path, { append: operator === '>>' }));
  }
  return { input, write: (stream, text) => sinks[stream](text) };
}

function sinkOf(writer: Writer): Sink {
  return (text) => void writer.write(text);
}
