import { constants, copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  DamagedLogError,
  type LogChanges,
  type LogEvent,
  LogSearch,
  logRequest,
  objectChanges,
  shownEvent,
  storedLog,
} from '@klockwork/event-store';
import { temporaryFolder } from '@klockwork/host';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import { UserError } from '../user-error.ts';
import { kindsOfLog } from './log-kinds.ts';

/**
 * Calls `onEvent` for each matching event of a stopped lab's log, in order. Parameters equal those of `GET /klockwork/v1/log`, except
 * following. Reads a copy: the file stays unchanged, and available for a starting lab. Throws UserError for an invalid request, missing
 * events, or a damaged log.
 */
export function readLogFile(file: string, query: URLSearchParams, onEvent: (event: LogEvent) => void): Promise<void> {
  return withLogFile(file, async (store) => {
    const request = logRequest(await kindsOfLog(store), (name) => query.get(name) ?? '', (await store.head()).at);
    if ('problem' in request) throw new UserError(request.problem);
    const search = await LogSearch.begin(await storedLog(store), { ...request, follow: false });
    if ('problem' in search) throw new UserError(search.problem);
    for (let page = await search.page(); page !== undefined; page = await search.page()) {
      for (const event of page) onEvent(shownEvent(event));
    }
  });
}

/** Returns the objects that differ between two moments, like `GET /klockwork/v1/changes`, from the log of a stopped lab. */
export function changesInFile(file: string, query: URLSearchParams): Promise<LogChanges> {
  return withLogFile(file, async (store) => {
    const parameters = { kinds: await kindsOfLog(store), text: (name: string) => query.get(name) ?? '', now: (await store.head()).at };
    const changes = await objectChanges(await storedLog(store), parameters);
    if ('problem' in changes) throw new UserError(changes.problem);
    return changes;
  });
}

/** Opens a copy of the log. */
async function withLogFile<T>(file: string, use: (store: SqliteEventStore) => Promise<T>): Promise<T> {
  const folder = temporaryFolder('klockwork-log-');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Satisfied readers end the process mid-line.
  process.once('exit', remove);
  try {
    const store = await SqliteEventStore.open({ path: copyTo(folder, file) });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof DamagedLogError)) throw error;
    throw new UserError(error.message.replaceAll(join(folder, basename(file)), file));
  } finally {
    remove();
    process.off('exit', remove);
  }
}

/** Copies the file with its companions into `folder`; returns the path of the copy. */
function copyTo(folder: string, file: string): string {
  const before = stateOf(file);
  for (const path of partsOf(file)) copyFileSync(path, join(folder, basename(path)), constants.COPYFILE_FICLONE);
  if (stateOf(file) !== before) throw new UserError(`the event log ${file} is being written to: ask again in a moment`);
  return join(folder, basename(file));
}

/** The database, its write-ahead log, and whatever else stands beside it under its name. */
function partsOf(file: string): string[] {
  const folder = dirname(file);
  // SQLite recreates shared memory files.
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(file)) && !name.endsWith('-shm'))
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && statSync(path).isFile());
}

function stateOf(file: string): string {
  return partsOf(file)
    .map((path) => [path, statSync(path).size, statSync(path).mtimeMs].join(' '))
    .join('\n');
}
