import type { ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';

function clientOf(name: string, product: string): ProgramDescription {
  return versioned({ script: scriptOf(name, product) }, [`${name} {{version}}`], '--version', '-v');
}

/**
 * Script of a client. Settings have the values with which the server began: those of its options and file. A file that changed since then is
 * not read.
 */
function scriptOf(name: string, product: string): string {
  return `
host=127.0.0.1 port=6379
while [ $# -gt 0 ]; do
  case "$1" in
    -h) host=$2; shift 2 ;;
    -p) port=$2; shift 2 ;;
    -s | -a | -u | -n | -r | -i | -t | -d | -D | --user | --pass | --sni | --cacert | --cacertdir | --cert | --key) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
bytes() {
  case "$1" in
    *kb) echo $((\${1%kb} * 1024)) ;;
    *mb) echo $((\${1%mb} * 1048576)) ;;
    *gb) echo $((\${1%gb} * 1073741824)) ;;
    *k) echo $((\${1%k} * 1000)) ;;
    *m) echo $((\${1%m} * 1000000)) ;;
    *g) echo $((\${1%g} * 1000000000)) ;;
    *) echo "\${1%b}" ;;
  esac
}
default_of() {
  case "$1" in
    maxmemory | timeout) echo 0 ;;
    maxmemory-policy) echo noeviction ;;
    appendonly) echo no ;;
    databases) echo 16 ;;
    maxclients) echo 10000 ;;
    *) return 1 ;;
  esac
}
setting() {
  name=$1
  value=$(default_of "$name") || return 1
  grep -q -- '-server$' /proc/1/comm || return 1
  set -- $(tr '\\0' '\\n' < /proc/1/cmdline)
  shift
  case "$1" in
    '' | -*) ;;
    *)
      [ "$(stat -L -c %Y "$1")" -le $(($(cut -d ' ' -f 22 /proc/1/stat) / 100)) ] || return 1
      while read -r key rest; do [ "$key" != "$name" ] || value=$rest; done < "$1"
      shift
      ;;
  esac
  while [ $# -gt 1 ]; do
    [ "$1" != "--$name" ] || value=$2
    shift
  done
  [ "$name" != maxmemory ] || value=$(bytes "$(echo "$value" | tr A-Z a-z)")
}
show() {
  if [ -t 1 ]; then printf '1) "%s"\\n2) "%s"\\n' "$1" "$2"; else printf '%s\\n' "$1" "$2"; fi
}
connect() {
  refusal=$(nc -zv -w 5 "$host" "$port" 2>&1 >/dev/null) && return
  case "$refusal" in
    *refused*) refusal='Connection refused' ;;
    *imed?out*) refusal='Connection timed out' ;;
    *) refusal='Name or service not known' ;;
  esac
  echo "Could not connect to ${product} at $host:$port: $refusal" >&2
  return 1
}
answer() {
  case "$1 $2" in
    [Pp][Ii][Nn][Gg]\\ *) echo "\${2:-PONG}"; return ;;
    [Cc][Oo][Nn][Ff][Ii][Gg]\\ [Gg][Ee][Tt])
      if setting "$(echo "$3" | tr A-Z a-z)"; then show "$name" "$value"; return; fi ;;
  esac
  echo "klockwork: ${name}: $1 is not simulated: ${product} has no data" >&2
  return 1
}
prompt() { [ ! -t 0 ] || printf '%s:%s> ' "$host" "$port"; }
connect || exit
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

/** Client of Redis. Answers PING, which probes send, and CONFIG GET of frequent settings; other commands fail: servers store no data. */
export const REDIS_CLI: ProgramDescription = clientOf('redis-cli', 'Redis');

/** Client of Valkey, with the commands of the client of Redis. */
export const VALKEY_CLI: ProgramDescription = clientOf('valkey-cli', 'Valkey');
