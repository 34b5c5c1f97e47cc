import type { BusUser } from '@klockwork/bus';

/** A process may answer a message once, and within so long; a request in a lab whose time stands still may wait for hours. */
const RESPONSES = { max: 1, expires: '24h' };

/** Returns the nats-server configuration of these users and their permissions. */
export function natsAuthorization(users: readonly BusUser[]): string {
  const lines = users.map(({ user, password, permissions: { publish, subscribe } }) =>
    JSON.stringify({
      user,
      password,
      permissions: { publish: { allow: publish }, subscribe: { allow: subscribe }, allow_responses: RESPONSES },
    }),
  );
  return `authorization {\n  users = [\n${lines.map((line) => `    ${line}`).join('\n')}\n  ]\n}\n`;
}
