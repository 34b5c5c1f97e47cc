// Makes the password of the bus at the first start: `node make-secrets.mjs FOLDER` writes `nats.password` for the services and
// `nats-authorization.conf` for the NATS server, both 0600. What is there already stays.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node make-secrets.mjs FOLDER');

/** Whole or not at all. */
function write(file, content) {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

const passwordFile = join(folder, 'nats.password');
if (!existsSync(passwordFile)) write(passwordFile, `${randomBytes(24).toString('base64url')}\n`);
const password = readFileSync(passwordFile, 'utf8').trim();
write(join(folder, 'nats-authorization.conf'), `authorization { user: "klockwork", password: "${password}" }\n`);
