import { type HostClient, OutboundError } from '@klockwork/http-api';
import { StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';

/** Connects a client to the dialed end, and passes bytes both ways. A failure of one side aborts the other. Rejects with other errors. */
export async function passConnection(client: HostClient, dial: () => Promise<Connection>): Promise<void> {
  let connection: Connection | undefined;
  try {
    const openedConnection = await dial();
    connection = openedConnection;
    client.gone.onStop(() => openedConnection.close());
    client.receive(
      (bytes) => openedConnection.write(bytes)?.catch(ignoreBroken),
      () => openedConnection.end(),
    );
    for (let bytes = await openedConnection.read(); bytes !== undefined; bytes = await openedConnection.read()) await client.send(bytes);
    client.end();
  } catch (error) {
    client.reset();
    connection?.close();
    ignoreBroken(error);
  }
}

function ignoreBroken(error: unknown): void {
  if (!(error instanceof ConnectionError || error instanceof StoppedError || error instanceof OutboundError)) throw error;
}
