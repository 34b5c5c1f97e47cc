import type { ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';

function clientOf(name: string): ProgramDescription {
  return versioned({ tool: 'redis-cli' }, [`${name} {{version}}`], '--version', '-v');
}

/** Client of Redis. */
export const REDIS_CLI: ProgramDescription = clientOf('redis-cli');

/** Client of Valkey. */
export const VALKEY_CLI: ProgramDescription = clientOf('valkey-cli');
