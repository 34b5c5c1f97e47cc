import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productFolder } from '@klockwork/host';

/** Returns the version in the product's package.json. */
export function version(): string {
  return (JSON.parse(readFileSync(join(productFolder(), 'package.json'), 'utf8')) as { version: string }).version;
}
