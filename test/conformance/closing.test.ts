import {
  closing,
  gatewayStatement,
  type GatewayExchange,
} from '../support/conformance/gateway-statement';
import { eventually } from '../support/eventually';

/** Has another client come and go, after which a cleanup that was due has been called. */
async function seeAnotherOut(on: GatewayExchange): Promise<void> {
  const other = await on.join();
  other.webSocket.close(1000);
  await eventually('cleanup of another', () => on.eventsOf('cleanup', other).length === 1);
}

gatewayStatement(17, {}, async (on) => {
  const client = await on.join();
  client.webSocket.close(1000);
  await eventually('cleanup', () => on.eventsOf('cleanup', client).length > 0);
  await seeAnotherOut(on);
  expect(on.eventsOf('cleanup', client)).toEqual([
    { websocket: { action: 'closing', secConnectionID: client.id } },
  ]);
});

gatewayStatement(17, { when: 'cleanup fails' }, async (on) => {
  on.target.functions.script('cleanup', () => ({ ok: false, reason: 'a fault' }));
  const client = await on.join();
  client.webSocket.close(1000);
  await eventually('cleanup', () => on.eventsOf('cleanup', client).length > 0);
  await on.expectUnknown(client.id);
});

describe.each([undefined, { cleanupAfter: ['push-back'] as const }])(
  'with the switches %j',
  (switches) => {
    gatewayStatement(18, { ...(switches && { switches }) }, async (on) => {
      const client = await on.join();
      expect(await on.push(closing(client.id))).toMatchObject({ status: 200, body: { errNo: 0 } });
      await eventually('the close', () => client.closeCode !== undefined);
      await seeAnotherOut(on);
      const calls = on.target.cleanupAfter.includes('push-back') ? 1 : 0;
      expect(on.eventsOf('cleanup', client)).toHaveLength(calls);
      await on.expectUnknown(client.id);
    });
  },
);

describe.each([undefined, { cleanupAfter: ['lost', 'idle'] as const }])(
  'with the switches %j',
  (switches) => {
    gatewayStatement(19, { when: 'lost', ...(switches && { switches }) }, async (on) => {
      const client = await on.join();
      client.webSocket.terminate();
      await eventually('the loss to be noticed', async () => {
        const { body } = await on.push(closing(client.id));
        return (body as { errNo?: number }).errNo !== 0;
      });
      await seeAnotherOut(on);
      const calls = on.target.cleanupAfter.includes('lost') ? 1 : 0;
      expect(on.eventsOf('cleanup', client)).toHaveLength(calls);
    });

    gatewayStatement(
      19,
      { when: 'idle', needs: ['functions', 'idle time-out'], ...(switches && { switches }) },
      async (on) => {
        const client = await on.join();
        await on.target.passTime(on.target.idleTimeoutMs);
        await eventually('the idle close', () => client.closeCode !== undefined);
        await seeAnotherOut(on);
        const calls = on.target.cleanupAfter.includes('idle') ? 1 : 0;
        expect(on.eventsOf('cleanup', client)).toHaveLength(calls);
      },
    );
  },
);
