import { UserError } from '../user-error.ts';

/** True in the image of deploy/Dockerfile: Docker compose starts and ends the services there, and no launcher runs. */
export function runsUnderCompose(): boolean {
  return process.env.KLOCKWORK_SUPERVISOR === 'compose';
}

/** Returns the error for a command that only Docker can execute. `command`: replacement on the host, such as `docker compose ps`. */
export function composeError(command: string): UserError {
  return new UserError(`docker compose runs this lab: type "${command}" on the host`);
}

/** Service of deploy/compose.yaml that runs the node. */
export function composeAgentOf(node: string): string {
  return node.replace(/^node-/, 'kubelet-agent-');
}
