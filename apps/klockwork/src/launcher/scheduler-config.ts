import { readFileSync } from 'node:fs';
import { ConfigurationError, decodeConfiguration } from '@klockwork/scheduling';
import { parse, YAMLParseError } from 'yaml';
import { UserError } from '../user-error.ts';

/** The text travels in an environment variable, and Linux takes 128 KiB. */
const BYTES_MAX = 100_000;

/** Returns a KubeSchedulerConfiguration file (YAML or JSON) as JSON text. Throws UserError with upstream's message for an invalid one. */
export function readSchedulerConfig(file: string): string {
  try {
    const text = JSON.stringify(parse(readFileSync(file, 'utf8')) ?? {});
    if (Buffer.byteLength(text) > BYTES_MAX) throw new UserError(`${file} has more than ${BYTES_MAX} bytes`);
    decodeConfiguration(text);
    return text;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UserError(`${file}: ${error.message}`);
    if (error instanceof YAMLParseError) throw new UserError(`${file} is not YAML: ${error.message.split('\n')[0]}`);
    if (error instanceof Error && 'code' in error) throw new UserError(`cannot read ${file}: ${error.message}`);
    throw error;
  }
}
