import type { ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';

/** Options of mysql, mariadb and mysqladmin; `connect` fails with the client's message. */
const MYSQL_OPTIONS = `
host= port=3306 names=yes text= given= user=root password=\${MYSQL_PWD:-}
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --host) host=$2; shift ;;
    --host=*) host=\${1#*=} ;;
    -h*) host=\${1#-h} ;;
    -P | --port) port=$2; shift ;;
    --port=*) port=\${1#*=} ;;
    -P*) port=\${1#-P} ;;
    --execute=*) given=yes text=\${1#*=} ;;
    --execute) given=yes text=$2; shift ;;
    --skip-column-names) names= ;;
    -u | --user) user=$2; shift ;;
    --user=*) user=\${1#*=} ;;
    -u*) user=\${1#-u} ;;
    --password=*) password=\${1#*=} ;;
    -p?*) password=\${1#-p} ;;
    -D | --database | -S | --socket) shift ;;
    -p* | --*) ;;
    -*e) given=yes text=$2; case "$1" in *N*) names= ;; esac; shift ;;
    -*N*) names= ;;
    -*) ;;
    *) word=\${word:-$1} ;;
  esac
  shift
done
# Fails for a wrong password, where the variables of the server's own container say the right one.
authorize() {
  case "$host" in '' | localhost | 127.0.0.1) ;; *) return 0 ;; esac
  root=\${MYSQL_ROOT_PASSWORD:-\${MARIADB_ROOT_PASSWORD:-}}
  case "$user" in
    root) right=$root ;;
    "\${MYSQL_USER:-\${MARIADB_USER:-}}") right=\${MYSQL_PASSWORD:-\${MARIADB_PASSWORD:-}} ;;
    *) return 0 ;;
  esac
  if [ -z "$right" ] || [ "$password" = "$right" ]; then return 0; fi
  if [ -n "$password" ]; then using=YES; else using=NO; fi
  echo "Access denied for user '$user'@'localhost' (using password: $using)"
  return 1
}
`;

function mysqlScript(product: string): string {
  const refusal = `is not simulated: ${product} has no data`;
  return `${MYSQL_OPTIONS}
fail() { echo "ERROR $1" >&2; exit 1; }
evaluate() {
  value=\${1#* }
  case "$1" in
    [Ss][Ee][Ll][Ee][Cc][Tt]' '*) ;;
    [Ss][Hh][Oo][Ww]' '[Dd][Aa][Tt][Aa][Bb][Aa][Ss][Ee][Ss])
      [ -z "$names" ] || echo Database
      case "$host" in '' | localhost | 127.0.0.1) own=\${MYSQL_DATABASE:-\${MARIADB_DATABASE:-}} ;; *) own= ;; esac
      printf '%s\\n' information_schema mysql performance_schema sys $own | sort
      return ;;
    *) fail "1235 (42000): klockwork: \${1%% *} ${refusal}" ;;
  esac
  case "$value,$host" in
    @@server_id, | @@server_id,localhost | @@server_id,127.0.0.1)
      result=$(cat /etc/mysql/conf.d/*.cnf 2>/dev/null | sed -n 's/^server[-_]id *= *//p' | tail -n 1) ;;
    *[!0-9]*,* | 0?*,* | ,*) result= ;;
    *) result=$value ;;
  esac
  [ -n "$result" ] || fail "1235 (42000): klockwork: SELECT $value ${refusal}"
  [ -z "$names" ] || echo "$value"
  echo "$result"
}
if [ -z "$given" ]; then
  if [ -t 0 ]; then fail "klockwork: an interactive session ${refusal}"; fi
  text=$(cat)
fi
nc -z -w 5 "\${host:-127.0.0.1}" "$port" >/dev/null 2>&1 || fail "2003 (HY000): Can't connect to ${product} server on '\${host:-localhost}:$port' (111)"
denial=$(authorize) || fail "1045 (28000): $denial"
rest="$text;"
while [ -n "$rest" ]; do
  statement=$(echo "\${rest%%;*}" | tr '\\n\\t' '  ' | sed 's/^ *//; s/ *$//')
  rest=\${rest#*;}
  [ -z "$statement" ] || evaluate "$statement" || exit
done
`;
}

function adminScript(name: string, product: string): string {
  return `${MYSQL_OPTIONS}
[ "$word" = ping ] || { echo "${name}: klockwork: \${word:-no command} is not simulated: ${product} has no data" >&2; exit 1; }
nc -z -w 5 "\${host:-127.0.0.1}" "$port" >/dev/null 2>&1 || {
  echo "${name}: connect to server at '\${host:-localhost}' failed" >&2
  echo "error: 'Can't connect to ${product} server on '\${host:-localhost}:$port' (111)'" >&2
  exit 1
}
echo 'mysqld is alive'
`;
}

const PSQL = `
host=\${PGHOST:-} port=\${PGPORT:-5432} user=\${PGUSER:-$(whoami)} text= given= tuples= unaligned=
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --host) host=$2; shift ;;
    --host=*) host=\${1#*=} ;;
    -p | --port) port=$2; shift ;;
    --port=*) port=\${1#*=} ;;
    --command=*) given=yes text="$text\${1#*=};" ;;
    --command) given=yes text="$text$2;"; shift ;;
    -f | --file) given=yes text="$text$(cat "$2");" || exit 1; shift ;;
    --tuples-only) tuples=yes ;;
    --no-align) unaligned=yes ;;
    -U | --username) user=$2; shift ;;
    --username=*) user=\${1#*=} ;;
    -U*) user=\${1#-U} ;;
    -d | --dbname | -v | --set | -P | -o | -F | -R) shift ;;
    --* | -d* | -v*) ;;
    -*)
      case "$1" in *t*) tuples=yes ;; esac
      case "$1" in *A*) unaligned=yes ;; esac
      case "$1" in *c) given=yes text="$text$2;"; shift ;; esac ;;
  esac
  shift
done
refuse() { echo "ERROR:  klockwork: $1 is not simulated: PostgreSQL has no data" >&2; exit 1; }
evaluate() {
  value=\${1#* }
  case "$1" in
    [Ss][Ee][Ll][Ee][Cc][Tt]' '*) ;;
    *) refuse "\${1%% *}" ;;
  esac
  case "$value" in
    '' | *[!0-9]* | 0?* | ?????????*) refuse "SELECT $value" ;;
  esac
  case "$tuples,$unaligned" in
    yes,yes) echo "$value" ;;
    ,yes) printf '?column?\\n%s\\n(1 row)\\n' "$value" ;;
    yes,) printf ' %8s\\n\\n' "$value" ;;
    *) printf ' ?column? \\n----------\\n %8s\\n(1 row)\\n\\n' "$value" ;;
  esac
}
if [ -z "$given" ]; then
  if [ -t 0 ]; then refuse 'an interactive session'; fi
  text=$(cat)
fi
nc -z -w 5 "\${host:-127.0.0.1}" "$port" >/dev/null 2>&1 || {
  echo "psql: error: connection to server at \\"\${host:-localhost}\\", port $port failed: Connection refused" >&2
  exit 2
}
# The variables of the server's own container say which role there is; others can only be created by statements.
case "$host" in
  '') place="on socket \\"/var/run/postgresql/.s.PGSQL.$port\\"" ;;
  localhost | 127.0.0.1) place="at \\"$host\\" (127.0.0.1), port $port" ;;
  *) place= ;;
esac
if [ -n "$place" ] && [ "$user" = "$(whoami)" ] && [ "$user" != "\${POSTGRES_USER:-postgres}" ]; then
  echo "psql: error: connection to server $place failed: FATAL:  role \\"$user\\" does not exist" >&2
  exit 2
fi
rest="$text;"
while [ -n "$rest" ]; do
  statement=$(echo "\${rest%%;*}" | tr '\\n\\t' '  ' | sed 's/^ *//; s/ *$//')
  rest=\${rest#*;}
  [ -z "$statement" ] || evaluate "$statement" || exit
done
`;

/** Client of MySQL and MariaDB. Evaluates SHOW DATABASES, SELECT of an integer, which probes send, and of a configured @@server_id. */
export const MYSQL_CLIENT: ProgramDescription = versioned(
  { script: mysqlScript('MySQL') },
  ['mysql  Ver {{version}} for Linux on x86_64 (MySQL Community Server - GPL)'],
  '--version',
  '-V',
);
export const MARIADB_CLIENT: ProgramDescription = versioned(
  { script: mysqlScript('MariaDB') },
  ['mariadb from {{version}}-MariaDB, client 15.2 for debian-linux-gnu (x86_64) using  EditLine wrapper'],
  '--version',
  '-V',
);
/** Administration client. Answers ping alone. */
export const MYSQL_ADMIN: ProgramDescription = { script: adminScript('mysqladmin', 'MySQL') };
export const MARIADB_ADMIN: ProgramDescription = { script: adminScript('mariadb-admin', 'MariaDB') };
/** Client of PostgreSQL. Evaluates SELECT of an integer of at most eight digits. */
export const PSQL_CLIENT: ProgramDescription = versioned({ script: PSQL }, ['psql (PostgreSQL) {{version}}'], '--version', '-V');
