import { gatewayStatement } from '../support/conformance/gateway-statement';
import { eventually } from '../support/eventually';
import { SUCCEEDED } from '../support/scripted-functions';

const MAX_EVENT_BYTES = 6 * 1024 * 1024;

gatewayStatement(10, {}, async (on) => {
  const client = await on.join();
  client.webSocket.send('你好 \ufeff😀 "\u0000');
  client.webSocket.send(Buffer.from([0, 255, 16]));
  await eventually('both events', () => on.eventsOf('transport', client).length === 2);
  const received = on.eventsOf('transport', client).map(({ websocket }) => websocket);
  const base = { action: 'data send', secConnectionID: client.id };
  expect(received).toContainEqual({ ...base, dataType: 'text', data: '你好 \ufeff😀 "\u0000' });
  expect(received).toContainEqual({ ...base, dataType: 'binary', data: 'AP8Q' });
});

gatewayStatement(11, {}, async (on) => {
  const client = await on.join();
  client.webSocket.send('hi');
  await eventually('the event', () => on.eventsOf('transport', client).length === 1);
  expect(Object.keys(on.eventsOf('transport', client)[0] ?? {})).toEqual(['websocket']);
});

gatewayStatement(12, {}, async (on) => {
  on.target.functions.script('transport', ({ websocket }) => ({ ok: true, value: { websocket } }));
  const client = await on.join();
  client.webSocket.send('hi');
  await eventually('the event', () => on.eventsOf('transport', client).length === 1);
  await on.reach(client, 'a push');
  expect(client.frames).toEqual(['a push']);
});

gatewayStatement(13, {}, async (on) => {
  on.target.functions.script('transport', () => ({ ok: false, reason: 'a fault' }));
  const [sender, other] = [await on.join(), await on.join()];
  sender.webSocket.send('hi');
  await eventually('the end', () => sender.closeCode !== undefined);
  expect(sender.closeCode).toBe(1006);
  await on.reach(other, 'still here');
});

gatewayStatement(14, {}, async (on) => {
  const [sender, other] = [await on.join(), await on.join()];
  sender.webSocket.send('a'.repeat(MAX_EVENT_BYTES));
  await eventually('the end', () => sender.closeCode !== undefined);
  expect(on.eventsOf('transport', sender)).toEqual([]);
  await on.reach(other, 'still here');
});

gatewayStatement(14, { when: 'not below the limit' }, async (on) => {
  const client = await on.join();
  const data = Buffer.alloc(4 * 1024 * 1024, 'ab');
  client.webSocket.send(data);
  await eventually('the event', () => on.eventsOf('transport', client).length === 1);
  const received = String(on.eventsOf('transport', client)[0]?.websocket['data']);
  expect(Buffer.from(received, 'base64').equals(data)).toBe(true);
});

gatewayStatement(15, {}, async (on) => {
  const release = on.target.functions.hold('transport', SUCCEEDED);
  const client = await on.join();
  client.webSocket.send('one');
  client.webSocket.send('two');
  await eventually('both to run', () => on.eventsOf('transport', client).length === 2);
  release();
});

gatewayStatement(15, { when: 'shuffled', switches: { shuffleWithinMs: 1_000 } }, async (on) => {
  const client = await on.join();
  const sent = Array.from({ length: 20 }, (_, at) => String(at));
  for (const text of sent) client.webSocket.send(text);
  await on.reach(client, 'a push, after which all have come in');
  await eventually('all of them', async () => {
    await on.target.passTime(1_000);
    return on.eventsOf('transport', client).length === sent.length;
  });
  const received = on.eventsOf('transport', client).map(({ websocket }) => websocket['data']);
  expect(received.sort()).toEqual(sent.sort());
});

gatewayStatement(16, { needs: ['functions', 'idle time-out'] }, async (on) => {
  const [silent, busy] = [await on.join(), await on.join()];
  for (let part = 0; part < 5; part += 1) {
    busy.webSocket.send('still here');
    await eventually('the event', () => on.eventsOf('transport', busy).length === part + 1);
    await on.target.passTime(on.target.idleTimeoutMs / 4);
  }
  await eventually('the idle close', () => silent.closeCode !== undefined);
  await on.reach(busy, 'open still');
});

describe.each([true, false])('pushBackResetsIdle %p', (pushBackResetsIdle) => {
  gatewayStatement(16, { switches: { pushBackResetsIdle } }, async (on) => {
    const client = await on.join();
    await on.target.passTime(on.target.idleTimeoutMs - 1);
    await on.reach(client, 'a push');
    await on.target.passTime(1);
    if (pushBackResetsIdle) await on.reach(client, 'open still');
    else await eventually('the idle close', () => client.closeCode !== undefined);
  });
});

describe.each([true, false])('pingResetsIdle %p', (pingResetsIdle) => {
  gatewayStatement(16, { switches: { pingResetsIdle } }, async (on) => {
    const client = await on.join();
    let answered = false;
    client.webSocket.on('pong', () => (answered = true));
    await on.target.passTime(on.target.idleTimeoutMs - 1);
    client.webSocket.ping();
    await eventually('the pong', () => answered);
    await on.target.passTime(1);
    if (pingResetsIdle) await on.reach(client, 'open still');
    else await eventually('the idle close', () => client.closeCode !== undefined);
  });
});
