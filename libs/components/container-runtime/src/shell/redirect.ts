import type { Stream } from '../process.ts';
import type { Redirect, Word } from './ast.ts';
import type { Io } from './io.ts';

type Sink = (text: string) => void;

/** The descriptors of a command after its redirections, in order. Files are the container's. */
export async function redirect(
  redirects: readonly Redirect[],
  io: Io,
  files: Map<string, string>,
  expand: (word: Word) => Promise<string>,
): Promise<Io> {
  let { input } = io;
  const sinks: Record<Stream, Sink> = { stdout: (text) => io.write('stdout', text), stderr: (text) => io.write('stderr', text) };
  for (const { descriptor, operator, target } of redirects) {
    const path = await expand(target);
    const stream = descriptor === 2 ? 'stderr' : 'stdout';
    if (operator === '<') input = files.get(path) ?? '';
    else if (operator === '>&') sinks[stream] = sinks[path === '2' ? 'stderr' : 'stdout'];
    else sinks[stream] = openFile(files, path, operator === '>>') ?? sinks[path === '/dev/stderr' ? 'stderr' : 'stdout'];
  }
  return { input, write: (stream, text) => sinks[stream](text) };
}

function openFile(files: Map<string, string>, path: string, append: boolean): Sink | undefined {
  if (path === '/dev/null') return () => {};
  if (path.startsWith('/dev/std') || path.startsWith('/proc/1/fd/')) return undefined;
  if (!append) files.set(path, '');
  return (text) => void files.set(path, (files.get(path) ?? '') + text);
}
