import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { SiteFile, SiteFiles } from '@klockwork/console';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Static files of a folder that nobody changes. Files of other types, and those outside of the folder, do not exist. */
export class FolderFiles implements SiteFiles {
  readonly #folder: string;
  readonly #read = new Map<string, SiteFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(path: string): Promise<SiteFile | undefined> {
    const cachedFile = this.#read.get(path);
    if (cachedFile !== undefined) return cachedFile;
    const contentType = CONTENT_TYPES[extname(path)];
    if (contentType === undefined || normalize(path) !== path || path.startsWith('..') || path.includes('\0')) return undefined;
    const bytes = await bytesOf(join(this.#folder, path));
    if (bytes === undefined) return undefined;
    const file = { bytes, contentType };
    this.#read.set(path, file);
    return file;
  }
}

async function bytesOf(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
