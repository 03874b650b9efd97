import { sendHttp } from '../../../functions/http/node-http';
import { parseRegistryEnvironment } from '../../../functions/invocation/environment';
import { createCosRegistry } from '../../../functions/registry/cos-registry';
import { connectionKey } from '../../../functions/registry/key';
import { RegistryError } from '../../../functions/registry/registry';
import { toConnectionId } from '../../../protocol/connection-id';
import { COS_ENVIRONMENT, InMemoryCos } from '../../support/in-memory-cos';
import { SkippingClock } from '../../support/skipping-clock';

const ANN = toConnectionId('a+/nn==');

describe('the registry in a COS bucket', () => {
  let cos: InMemoryCos;
  beforeEach(async () => {
    cos = await InMemoryCos.start();
  });
  afterEach(() => cos.close());

  function open(
    changes: Partial<typeof COS_ENVIRONMENT> = {},
    clock = new SkippingClock(Date.now()),
  ) {
    const environment = { ...COS_ENVIRONMENT, COS_ENDPOINT: cos.endpoint, ...changes };
    return createCosRegistry(parseRegistryEnvironment(environment), {
      send: sendHttp,
      clock,
      deadline: clock.deadlineIn(60_000),
      random: () => 0,
    });
  }

  it('adds, lists and removes a connection, in signed requests to the host of the bucket', async () => {
    const registry = open();
    await registry.add(ANN);
    expect(cos.keys).toEqual([connectionKey(ANN)]);
    expect(await registry.list()).toMatchObject([{ id: ANN }]);
    await registry.remove(ANN);
    expect(cos.keys).toEqual([]);
    expect(cos.requests).toEqual([
      `PUT /${connectionKey(ANN)}`,
      'GET /',
      `DELETE /${connectionKey(ANN)}`,
    ]);
  });

  it('removes what is not there without complaint', async () => {
    await expect(open().remove(ANN)).resolves.toBeUndefined();
    cos.intercept = () => ({ status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' });
    await expect(open().remove(ANN)).resolves.toBeUndefined();
  });

  it('lists nobody in an empty bucket', async () => {
    expect(await open().list()).toEqual([]);
  });

  it('leaves out keys that are not its own', async () => {
    cos.put('connections/stranger');
    cos.put('elsewhere/01234567YQ');
    expect(await open().list()).toEqual([]);
  });

  it("tells ages by COS's clock, whatever the time is here", async () => {
    const now = Date.now();
    cos.put(connectionKey(ANN), Math.floor(now / 1000) * 1000 - 61_000);
    cos.now = () => Math.floor(now / 1000) * 1000;
    const tenMinutesFast = new SkippingClock(now + 600_000);
    expect(await open({}, tenMinutesFast).list()).toEqual([{ id: ANN, ageMs: 61_000 }]);
  });

  it('tries once more after a 5xx, and no more than once', async () => {
    const slowDown = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };
    cos.intercept = (n) => (n === 1 ? slowDown : undefined);
    await open().add(ANN);
    expect(cos.keys).toEqual([connectionKey(ANN)]);

    cos.intercept = () => slowDown;
    await expect(open().add(ANN)).rejects.toMatchObject({
      detail: 'COS answered PUT with 503 SlowDown',
    });
    expect(cos.requests).toHaveLength(4);
  });

  it.each([
    ['add', { TENCENTCLOUD_SECRETKEY: 'wrong' }, 'COS answered PUT with 403 SignatureDoesNotMatch'],
    ['remove', { REGISTRY_BUCKET: 'no-1' }, 'COS answered DELETE with 404 NoSuchBucket'],
    [
      'list',
      { TENCENTCLOUD_SESSIONTOKEN: 'old' },
      'COS answered GET with 403 SignatureDoesNotMatch',
    ],
  ] as const)('says why COS refuses to %s', async (method, changes, detail) => {
    const result = open(changes)[method](ANN);
    await expect(result).rejects.toThrow(RegistryError);
    await expect(result).rejects.toMatchObject({ detail });
  });

  it('says that COS does not answer, without naming the host', async () => {
    await cos.close();
    await expect(open().list()).rejects.toMatchObject({
      detail: 'COS did not answer GET: ECONNREFUSED',
    });
  });

  it('fails the whole list when one page of it fails twice', async () => {
    fill(cos, 3_000);
    cos.intercept = (n) => (n === 2 ? { status: 503 } : undefined);
    expect(await open().list()).toHaveLength(3_000);

    const before = cos.requests.length;
    cos.intercept = (n) => (n > before + 1 ? { status: 503 } : undefined);
    await expect(open().list()).rejects.toThrow(RegistryError);
  });

  it.each([
    [1, 1, 1],
    [1_000, 1, 1],
    [1_001, 2, 2],
    [10_000, 10, 14],
    [100_000, 100, 130],
  ])('lists %i members, each once, in %i to %i calls', async (count, least, most) => {
    fill(cos, count);
    const listed = (await open().list()).map(({ id }) => connectionKey(id)).sort();
    expect(listed).toEqual(cos.keys);
    expect(cos.requests.length).toBeGreaterThanOrEqual(least);
    expect(cos.requests.length).toBeLessThanOrEqual(most);
  });
});

function fill(cos: InMemoryCos, count: number): void {
  for (let index = 0; index < count; index += 1) {
    cos.put(connectionKey(toConnectionId(`member ${index}`)));
  }
}
