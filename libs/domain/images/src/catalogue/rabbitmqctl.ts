import type { ProgramDescription } from '../description/image-description.ts';
import { versioned } from './parts.ts';

/** Commands of RabbitMQ 4, by verb. */
const COMMANDS = [
  ...['authenticate_user', 'autocomplete', 'cluster_status', 'decode', 'encode', 'encrypt_conf_value', 'environment', 'eval', 'eval_file'],
  ...[
    'exec',
    'export_definitions',
    'hash_password',
    'help',
    'import_definitions',
    'join_cluster',
    'node_health_check',
    'ping',
    'purge_queue',
  ],
  ...[
    'reconcile_vhosts',
    'rename_cluster_node',
    'report',
    'reset',
    'restart_vhost',
    'resume_listeners',
    'rotate_logs',
    'shutdown',
    'start_app',
  ],
  ...['status', 'stop', 'stop_app', 'suspend_listeners', 'sync_queue', 'trace_off', 'trace_on', 'update_vhost_metadata', 'wait'],
  ...verb('add', 'user', 'vhost'),
  ...verb('await', 'online_nodes', 'startup'),
  ...verb('cancel', 'sync_queue'),
  ...verb('change', 'cluster_node_type', 'password'),
  ...verb('clear', 'global_parameter', 'operator_policy', 'parameter', 'password', 'permissions', 'policy', 'topic_permissions'),
  ...verb('clear', 'user_limits', 'vhost_limits'),
  ...verb('close', 'all_connections', 'all_user_connections', 'connection'),
  ...verb('delete', 'queue', 'user', 'vhost'),
  ...verb('disable', 'feature_flag'),
  ...verb('enable', 'feature_flag'),
  ...verb('force', 'boot', 'gc', 'reset'),
  ...verb('forget', 'cluster_node'),
  ...verb('list', 'bindings', 'channels', 'ciphers', 'connections', 'consumers', 'deprecated_features', 'exchanges', 'feature_flags'),
  ...verb('list', 'global_parameters', 'hashes', 'node_auth_attempt_stats', 'operator_policies', 'parameters', 'permissions', 'policies'),
  ...verb('list', 'queues', 'topic_permissions', 'unresponsive_queues', 'user_limits', 'user_permissions', 'user_topic_permissions'),
  ...verb('list', 'users', 'vhost_limits', 'vhosts'),
  ...verb('set', 'cluster_name', 'disk_free_limit', 'global_parameter', 'log_level', 'operator_policy', 'parameter', 'permissions'),
  ...verb('set', 'permissions_globally', 'policy', 'topic_permissions', 'user_limits', 'user_tags', 'vhost_limits', 'vhost_tags'),
  ...verb('set', 'vm_memory_high_watermark'),
];

function verb(name: string, ...objects: readonly string[]): readonly string[] {
  return objects.map((object) => `${name}_${object}`);
}

const SCRIPT = `
while [ $# -gt 0 ]; do
  case "$1" in
    -n | --node | -t | --timeout | -p | --vhost | --formatter) shift ;;
    -*) ;;
    *) break ;;
  esac
  [ $# -eq 0 ] || shift
done
case "$1" in *status | list_* | report | environment) echo "klockwork: rabbitmqctl: the output of $1 is not simulated" >&2 ;; esac
case "$1" in ${COMMANDS.join(' | ')}) exit 0 ;; esac
[ -z "$1" ] || printf "\\nCommand '%s' not found. \\n" "$1" >&2
printf '\\nUsage\\n\\nrabbitmqctl [--node <node>] [--timeout <timeout>] [--longnames] [--quiet] <command> [<command options>]\\n' >&2
exit 64
`;

/** Client of RabbitMQ. Its commands succeed without output: servers store no data. Models `rabbitmqctl.ex`. */
export const RABBITMQCTL: ProgramDescription = versioned({ script: SCRIPT }, ['{{version}}'], 'version', '--version');
