import type { ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';

/** Shell of MongoDB, which answers the ping command alone. `pong`: the shell's form of the result. */
function mongoScript(name: string, pong: string): string {
  return `
host=127.0.0.1 port=27017 code= given=
while [ $# -gt 0 ]; do
  case "$1" in
    --eval) given=yes code=$2; shift ;;
    --eval=*) given=yes code=\${1#*=} ;;
    --host) host=$2; shift ;;
    --host=*) host=\${1#*=} ;;
    --port) port=$2; shift ;;
    --port=*) port=\${1#*=} ;;
    -u | --username | -p | --password | --authenticationDatabase | --authenticationMechanism | --tlsCAFile | --tlsCertificateKeyFile) shift ;;
    -*) ;;
    *:* | *.*)
      host=\${1#mongodb://}; host=\${host#*@}; host=\${host%%/*}
      case "$host" in *:*) port=\${host#*:} ;; esac
      host=\${host%%:*} ;;
  esac
  shift
done
refuse() { echo "klockwork: ${name}: $1 is not simulated: MongoDB has no data" >&2; exit 1; }
if [ -z "$given" ]; then
  if [ -t 0 ]; then refuse 'an interactive session'; fi
  code=$(cat)
fi
nc -z -w 5 "$host" "$port" >/dev/null 2>&1 || { echo "MongoNetworkError: connect ECONNREFUSED $host:$port" >&2; exit 1; }
case $(echo "$code" | tr -d " ;'\\"") in
  'db.adminCommand(ping)' | 'db.runCommand(ping)' | 'db.adminCommand({ping:1})' | 'db.runCommand({ping:1})') echo '${pong}' ;;
  'db.adminCommand(ping).ok' | 'db.runCommand(ping).ok' | 'db.adminCommand({ping:1}).ok' | 'db.runCommand({ping:1}).ok') echo 1 ;;
  *) refuse "$code" ;;
esac
`;
}

const CONNECTION = `
host=127.0.0.1
refuse() { echo "$1: klockwork: $2 is not simulated: Cassandra has no data" >&2; exit 1; }
`;

const NODETOOL = `${CONNECTION}
port=7199
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --host) host=$2; shift ;;
    -p | --port) port=$2; shift ;;
    -u | -pw | -pwf | --username | --password | --password-file) shift ;;
    -*) ;;
    *) break ;;
  esac
  shift
done
case "$1" in
  status | drain) ;;
  *) refuse nodetool "\${1:-no command}" ;;
esac
nc -z -w 5 "$host" "$port" >/dev/null 2>&1 || {
  echo "nodetool: Failed to connect to '$host:$port' - ConnectException: 'Connection refused'." >&2
  exit 1
}
[ "$1" = status ] || exit 0
case "$host" in
  127.0.0.1 | localhost) ;;
  *) refuse nodetool "the status of $host" ;;
esac
name="Datacenter: \${CASSANDRA_DC:-datacenter1}"
address=$(hostname -i)
echo "$name"
echo "$name" | sed 's/./=/g'
echo 'Status=Up/Down'
echo '|/ State=Normal/Leaving/Joining/Moving'
printf '%s  %-15s  %s  %s  %s  %s  %s\\n' -- Address Load Tokens Owns 'Host ID' Rack
printf '%s  %-15s  %-4s  %-6s  %-4s  %-7s  %s\\n' UN "$address" '?' '?' '?' '?' "\${CASSANDRA_RACK:-rack1}"
echo 'klockwork: nodetool: other nodes, load and tokens are not simulated' >&2
`;

const CQLSH = `${CONNECTION}
text= given=
while [ $# -gt 0 ]; do
  case "$1" in
    -e | --execute) given=yes text=$2; shift ;;
    --execute=*) given=yes text=\${1#*=} ;;
    -f | --file) given=yes text=$(cat "$2") || exit 1; shift ;;
    -u | -p | -k | --username | --password | --keyspace) shift ;;
  esac
  shift
done
if [ -z "$given" ]; then
  if [ -t 0 ]; then refuse cqlsh 'an interactive session'; fi
  text=$(cat)
fi
[ -z "$text" ] || refuse cqlsh "\${text%% *}"
`;

export const MONGOSH: ProgramDescription = versioned({ script: mongoScript('mongosh', '{ ok: 1 }') }, ['2.5.9']);
export const MONGO_SHELL: ProgramDescription = { script: mongoScript('mongo', '{ "ok" : 1 }') };
/** Administration client of Cassandra. Shows its own node, whose load, tokens and identifier do not exist; draining has no data to flush. */
export const NODETOOL_CLIENT: ProgramDescription = { script: NODETOOL };
/** Client of Cassandra. Fails for every statement, because servers store no data. */
export const CQLSH_CLIENT: ProgramDescription = { script: CQLSH };
