import { FileError, type FileHandle, type MemoryDevice, memoryDevice, type OpenOptions } from '@klockwork/files';
import { noInput, noOutput, type Process, type Reader, readerFrom, type Writer, writerTo } from '@klockwork/userland';

/** Opens a file, a device, or another handle by its path under /dev or /proc, for reading. Throws FileError. */
export function openReader(process: Process, path: string): Reader {
  const handle = descriptorAt(process, path);
  if (handle !== undefined) return readable(handle).dup();
  const file = process.files.open(path, { read: true });
  const { type, device } = file.stat();
  if (type === 'folder') throw closing(file, new FileError('EISDIR'));
  if (device === undefined) return closedWith(process, file, (onClose) => readerFrom((bytesMax) => file.read(bytesMax), onClose));
  file.close();
  return deviceReader(process, memoryDevice(device));
}

/** Opens for writing: empties or makes the file, or with `append` adds to its end. Throws FileError. */
export function openWriter(process: Process, path: string, options: Pick<OpenOptions, 'append' | 'exclusive'> = {}): Writer {
  const handle = descriptorAt(process, path);
  if (handle !== undefined) return writable(handle).dup();
  const file = process.files.open(path, { write: true, create: true, truncate: !options.append, ...options });
  const { device } = file.stat();
  const take = (bytes: string): undefined => {
    file.write(bytes);
  };
  if (device === undefined) return closedWith(process, file, (onClose) => writerTo(take, { onClose }));
  file.close();
  return memoryDevice(device) === 'full' ? writerTo(() => Promise.reject(new FileError('ENOSPC'))) : noOutput;
}

/** Closes the handle when its process ends; the file closes after its last duplicate. */
function closedWith<T extends Reader | Writer>(process: Process, file: FileHandle, make: (onClose: () => void) => T): T {
  let release: (() => void) | undefined;
  const stream = make(() => {
    release?.();
    file.close();
  });
  release = process.killed.onStop(() => stream.close());
  return stream;
}

function deviceReader({ machine }: Process, name: MemoryDevice | undefined): Reader {
  if (name === 'zero' || name === 'full') return readerFrom((bytesMax) => '\0'.repeat(bytesMax));
  if (name === 'random' || name === 'urandom') return readerFrom((bytesMax) => randomBytes(machine.random, bytesMax));
  return noInput;
}

const PART_BYTES = 4_096;

function randomBytes(random: Process['machine']['random'], count: number): string {
  // Chunked reads build flat strings: concatenation byte by byte takes thirty times the memory.
  const parts: string[] = [];
  for (let left = count; left > 0; left -= PART_BYTES) parts.push(randomPart(random, Math.min(left, PART_BYTES)));
  return parts.join('');
}

/** Three bytes a draw. */
function randomPart(random: Process['machine']['random'], count: number): string {
  const bytes = new Array<number>(count);
  let word = 0;
  for (let index = 0; index < count; index++) {
    word = index % 3 === 0 ? random.integer(0x1000000) : word >>> 8;
    bytes[index] = word & 0xff;
  }
  return String.fromCharCode(...bytes);
}

/** The handle that a path under /dev or /proc means, links to it followed; undefined for all other paths. */
function descriptorAt(process: Process, path: string): Reader | Writer | undefined {
  const target = lastLink(process, path);
  const namedMatch = /^\/proc\/(self|\d+)\/fd\/(\d)$/.exec(target);
  if (namedMatch === null) return undefined;
  const pid = namedMatch[1] === 'self' ? process.pid : Number(namedMatch[1]);
  const owner = pid === process.pid ? process : process.machine.processes.get(pid);
  const { files } = process;
  if (owner === undefined) throw new FileError('ENOENT');
  if (files.user.uid !== 0 && files.user.uid !== owner.files.user.uid) throw new FileError('EACCES');
  const handle = [owner.stdin, owner.stdout, owner.stderr][Number(namedMatch[2])];
  if (handle === undefined) throw new FileError('ENOENT');
  return handle;
}

/** Where symbolic links lead to, one after another: `/var/log/nginx/access.log` → `/dev/stdout` → `/proc/self/fd/1`. */
function lastLink({ files }: Process, path: string): string {
  let at = path;
  for (let count = 0; count < 8 && !at.startsWith('/proc/'); count++) {
    if (!isLink(files, at)) return at;
    at = files.readLink(at);
  }
  return at;
}

function isLink(files: Process['files'], path: string): boolean {
  try {
    return files.linkStat(path).type === 'link';
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

function readable(handle: Reader | Writer): Reader {
  if ('read' in handle) return handle;
  throw new FileError('EACCES');
}

function writable(handle: Reader | Writer): Writer {
  if ('write' in handle) return handle;
  throw new FileError('EACCES');
}

function closing(file: FileHandle, error: FileError): FileError {
  file.close();
  return error;
}
