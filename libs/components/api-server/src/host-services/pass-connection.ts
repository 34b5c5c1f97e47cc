import { type HostClient, OutboundError } from '@klockwork/http-api';
import { StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';

/** Connects a client to the dialed end, and passes bytes both ways. A failure of one side aborts the other. Rejects with other errors. */
export async function passConnection(client: HostClient, dial: () => Promise<Connection>): Promise<void> {
  let connection: Connection | undefined;
  try {
    const opened = await dial();
    connection = opened;
    client.gone.onStop(() => opened.close());
    client.receive(
      (bytes) => opened.write(bytes)?.catch(ignoreBroken),
      () => opened.end(),
    );
    for (let bytes = await opened.read(); bytes !== undefined; bytes = await opened.read()) await client.send(bytes);
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
