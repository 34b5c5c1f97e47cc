import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of built and installed programs, outside the repository. */
export const CACHE = process.env.KLOCKWORK_OPERATORS ?? join(homedir(), '.cache', 'klockwork', 'operators');
