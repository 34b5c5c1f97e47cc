import type { ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';

function clientOf(name: string, product: string): ProgramDescription {
  return versioned({ script: scriptOf(name, product) }, [`${name} {{version}}`], '--version', '-v');
}

function scriptOf(name: string, product: string): string {
  return `
while [ $# -gt 0 ]; do
  case "$1" in
    -h | -p | -s | -a | -u | -n | -r | -i | -t | -d | -D | --user | --pass | --sni | --cacert | --cacertdir | --cert | --key) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
answer() {
  case "$1" in
    [Pp][Ii][Nn][Gg]) echo "\${2:-PONG}" ;;
    *) echo "klockwork: ${name}: $1 is not simulated: ${product} has no data" >&2; return 1 ;;
  esac
}
prompt() { [ ! -t 0 ] || printf '127.0.0.1:6379> '; }
if [ $# -gt 0 ]; then answer "$@"; exit; fi
while prompt; read -r line; do
  case "$line" in
    exit | quit) exit ;;
    '') ;;
    *) answer $line ;;
  esac
done
`;
}

/** Client of Redis. Answers PING, which probes send; other commands fail, because servers store no data. */
export const REDIS_CLI: ProgramDescription = clientOf('redis-cli', 'Redis');

/** Client of Valkey, with the commands of the client of Redis. */
export const VALKEY_CLI: ProgramDescription = clientOf('valkey-cli', 'Valkey');
