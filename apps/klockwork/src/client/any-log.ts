import { existsSync } from 'node:fs';
import type { LogChanges } from '@klockwork/event-store';
import type { LabFolder } from '../launcher/lab-folder.ts';
import { NoLabError } from './control-client.ts';
import { LabClient } from './lab-client.ts';
import { changesInFile, readLogFile } from './log-file.ts';
import { readLog } from './log-reader.ts';

/** Calls `onLine` for each matching event as JSON: of a running lab, otherwise of its log file. Returns the source. */
export async function readAnyLog(folder: LabFolder, query: URLSearchParams, onLine: (line: string) => void): Promise<'lab' | 'file'> {
  let isBegun = false;
  try {
    await readLog(
      () => LabClient.connect(folder),
      query,
      (line) => {
        isBegun = true;
        onLine(line);
      },
    );
    return 'lab';
  } catch (error) {
    if (!isReadable(error, folder) || isBegun) throw error;
    await readLogFile(folder.events, query, (event) => onLine(JSON.stringify(event)));
    return 'file';
  }
}

/** Returns the objects that differ between two moments: of a running lab, otherwise of its log file. */
export async function changesOfAnyLog(folder: LabFolder, query: URLSearchParams): Promise<LogChanges> {
  try {
    return await (await LabClient.connect(folder)).getJson<LogChanges>(`/klockwork/v1/changes?${query}`);
  } catch (error) {
    if (!isReadable(error, folder)) throw error;
    return changesInFile(folder.events, query);
  }
}

function isReadable(error: unknown, folder: LabFolder): boolean {
  return error instanceof NoLabError && existsSync(folder.events);
}
