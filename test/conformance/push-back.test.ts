import { closing, dataSend, gatewayStatement } from '../support/conformance/gateway-statement';
import { eventually } from '../support/eventually';

/** An id that no gateway has given. */
const NOBODY = 'bm9ib2R5IGlzIGhlcmU=';

gatewayStatement(20, { needs: [] }, async ({ target }) => {
  const body = JSON.stringify(closing('bm9ib2R5'));
  expect(new URL(target.pushBackUrl).protocol).toBe('http:');
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const { status } = await fetch(target.pushBackUrl, {
      method,
      ...(method === 'PUT' && { body }),
    });
    expect(status).toBeGreaterThanOrEqual(400);
  }
  const elsewhere = new URL(target.pushBackUrl);
  elsewhere.pathname += '-none';
  expect(await fetch(elsewhere, { method: 'POST', body })).toMatchObject({ status: 404 });
});

gatewayStatement(21, {}, async (on) => {
  const client = await on.join();
  const text = '你好 \ufeff😀';
  const ok = { status: 200, body: { errNo: 0, errMsg: 'ok' } };
  expect(await on.push(dataSend(client.id, 'text', text))).toEqual(ok);
  expect(await on.push(dataSend(client.id, 'binary', 'AP8='))).toEqual(ok);
  await eventually('both frames', () => client.frames.length === 2);
  expect(client.frames).toEqual([text, Buffer.from([0, 255])]);
});

gatewayStatement(21, { when: 'bad base64' }, async (on) => {
  const client = await on.join();
  const { status, body } = await on.push(dataSend(client.id, 'binary', 'not base64'));
  expect(status).toBe(200);
  expect((body as { errNo: number }).errNo).not.toBe(0);
  await on.reach(client, 'next');
  expect(client.frames).toEqual(['next']);
});

describe.each([undefined, 404, 410] as const)('unknownConnectionStatus %p', (status) => {
  gatewayStatement(
    22,
    { ...(status && { switches: { unknownConnectionStatus: status } }) },
    async (on) => {
      const client = await on.join();
      client.webSocket.close(1000);
      await eventually('the close', () => on.eventsOf('cleanup', client).length === 1);
      await on.expectUnknown(client.id);
      await on.expectUnknown(NOBODY);
    },
  );
});

// Another gateway can be asked that much without functions of ours.
gatewayStatement(22, { needs: [], when: 'an id that never was' }, (on) => on.expectUnknown(NOBODY));

gatewayStatement(23, {}, async (on) => {
  const clients = [await on.join(), await on.join()];
  const { body } = await on.push(
    dataSend(
      clients.map(({ id }) => id),
      'text',
      'to all',
    ),
  );
  expect(body).not.toMatchObject({ errNo: 0 });
  for (const client of clients) await on.reach(client, 'to one');
  expect(clients.map(({ frames }) => frames)).toEqual([['to one'], ['to one']]);
});

describe.each([500, 429] as const)('pushBackStatus %p', (status) => {
  gatewayStatement(24, { faults: { pushBackStatus: () => status } }, async (on) => {
    const client = await on.join();
    expect(await on.push(dataSend(client.id, 'text', 'lost'))).toMatchObject({ status });
    if (status === 500) {
      await eventually('the end', () => client.closeCode !== undefined);
      expect(client.closeCode).toBe(1006);
    } else {
      client.webSocket.send('still here');
      await eventually('a message', () => on.eventsOf('transport', client).length === 1);
    }
    expect(client.frames).toEqual([]);
  });
});

gatewayStatement(24, { when: 'late', faults: { pushBackDelayMs: 500 } }, async (on) => {
  const client = await on.join();
  let isAnswered = false;
  const pushed = on.push(dataSend(client.id, 'text', 'late')).then((answer) => {
    isAnswered = true;
    return answer;
  });
  client.webSocket.send('meanwhile');
  await eventually('a message', () => on.eventsOf('transport', client).length === 1);
  expect(isAnswered).toBe(false);
  await eventually('the delayed answer', async () => {
    await on.target.passTime(500);
    return isAnswered;
  });
  expect(await pushed).toMatchObject({ body: { errNo: 0 } });
  await eventually('the frame', () => client.frames.length === 1);
});
