import {
  createMetadataCredentials,
  CredentialsError,
} from '../../../gateway/invoke/metadata-credentials';
import { FakeClock } from '../../support/fake-clock';
import { startHttpServer, type HttpServer } from '../../support/http-server';

const HOUR_MS = 3_600_000;
const clock = new FakeClock();
const asked: (string | undefined)[] = [];
let server: HttpServer;
let answer: () => { status?: number; body: string };

/** As the metadata service of a CVM answers (598/85616). */
function issued(number: number, forMs: number): string {
  return JSON.stringify({
    TmpSecretId: `AKID${number}`,
    TmpSecretKey: `key${number}`,
    Token: `token${number}`,
    ExpiredTime: (clock.now() + forMs) / 1000,
    Expiration: new Date(clock.now() + forMs).toISOString(),
    Code: 'Success',
  });
}

beforeEach(async () => {
  asked.length = 0;
  server = await startHttpServer(({ url }, _body, response) => {
    asked.push(url);
    const { status = 200, body } = answer();
    response.writeHead(status);
    response.end(body);
  });
});
afterEach(() => server.close());

function open() {
  return createMetadataCredentials('chat gateway', clock, server.url);
}

describe("the machine's credentials", () => {
  it('are asked for once, by the name of the role', async () => {
    answer = () => ({ body: issued(1, HOUR_MS) });
    const get = open();
    const expected = { secretId: 'AKID1', secretKey: 'key1', token: 'token1' };
    expect(await Promise.all([get(), get()])).toEqual([expected, expected]);
    expect(await get()).toEqual(expected);
    expect(asked).toEqual(['/latest/meta-data/cam/security-credentials/chat%20gateway']);
  });

  it('are renewed five minutes before they expire', async () => {
    let number = 0;
    answer = () => ({ body: issued((number += 1), HOUR_MS) });
    const get = open();
    await get();
    await clock.advance(HOUR_MS - 5 * 60_000 - 1);
    expect((await get()).secretId).toBe('AKID1');
    await clock.advance(1);
    expect((await get()).secretId).toBe('AKID2');
  });

  it('serve on while a renewal fails, until they are void', async () => {
    answer = () => ({ body: issued(1, HOUR_MS) });
    const get = open();
    await get();
    answer = () => ({ status: 500, body: 'no' });
    await clock.advance(HOUR_MS - 60_000);
    expect((await get()).secretId).toBe('AKID1');
    expect((await get()).secretId).toBe('AKID1');
    expect(asked).toHaveLength(2);
    await clock.advance(10_000);
    await get();
    expect(asked).toHaveLength(3);
    await clock.advance(50_000);
    await expect(get()).rejects.toThrow(CredentialsError);
    answer = () => ({ body: issued(2, HOUR_MS) });
    expect((await get()).secretId).toBe('AKID2');
  });

  it.each([
    ['{"Code":"RoleNotExist"}', 'no credentials for the role'],
    ['404 page not found', 'gave no answer'],
    [JSON.stringify({ Code: 'Success', TmpSecretId: 'a' }), 'no credentials for the role'],
  ])('cannot be had from %s', async (body, reason) => {
    answer = () => ({ body });
    await expect(open()()).rejects.toThrow(reason);
  });
});
