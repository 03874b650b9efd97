import COS from 'cos-nodejs-sdk-v5';
import { answerText } from '../../support/answer-text';
import type { CloudEvent } from '../../../localcloud/cloud-event';
import { createCosEndpoint } from '../../../localcloud/http/cos-endpoint';
import { Cos } from '../../../localcloud/services/cos/cos-service';
import { FakeClock } from '../../support/fake-clock';

const BUCKET = 'b-1250000000';
const events: CloudEvent[] = [];
const clock = new FakeClock();

function endpoint(delayMs = 0) {
  const cos = new Cos({
    clock,
    region: 'ap-guangzhou',
    uin: '100000012345',
    may: ({ type }) => type === 'account',
  });
  const create = createCosEndpoint({
    cos,
    clock,
    findAccessKey: (secretId) =>
      secretId === 'AKID' ? { secretKey: 'key', principal: { type: 'account' } } : undefined,
    observe: (event) => events.push(event),
    delayMs,
  });
  return (bucket: string | undefined, method: string, path: string, headers = {}) =>
    create(bucket)({ method, path, query: '', headers, body: Buffer.alloc(0) });
}

function signed(method: 'GET' | 'PUT', Pathname: string, SecretKey = 'key') {
  const start = Math.floor(clock.now() / 1000);
  const authorization = COS.getAuthorization({
    SecretId: 'AKID',
    SecretKey,
    Method: method,
    Pathname,
    KeyTime: `${start};${start + 900}`,
  });
  return { authorization };
}

beforeEach(() => {
  events.length = 0;
});

describe('COS over HTTP', () => {
  it('answers with a request id and the time of its own clock', async () => {
    const answer = await endpoint()(BUCKET, 'PUT', '/', signed('PUT', '/'));
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'x-cos-request-id': expect.stringMatching(/^[\w-]{20,}$/) as string,
      Date: new Date(clock.now()).toUTCString(),
    });
  });

  it('answers errors as XML with code, resource and the same request id', async () => {
    const answer = await endpoint()(BUCKET, 'GET', '/a%26b', signed('GET', '/a&b'));
    const requestId = answer.headers?.['x-cos-request-id'] ?? '';
    expect(answer.status).toBe(404);
    expect(answer.headers?.['Content-Type']).toBe('application/xml');
    expect(answerText(answer)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>NoSuchBucket</Code>' +
        '<Message>The specified bucket does not exist.</Message><Resource>/a%26b</Resource>' +
        `<RequestId>${requestId}</RequestId><TraceId></TraceId></Error>`,
    );
  });

  it.each([
    ['SignatureDoesNotMatch', signed('GET', '/', 'wrong')],
    ['SignatureDoesNotMatch', { authorization: 'Basic eDp5' }],
    ['AccessDenied', {}],
  ])('refuses with %s when the headers are %o', async (code, headers) => {
    const answer = await endpoint()(BUCKET, 'GET', '/', headers);
    expect(answer.status).toBe(403);
    expect(answerText(answer)).toContain(`<Code>${code}</Code>`);
  });

  it('refuses a request whose signature has run out', async () => {
    const headers = signed('GET', '/');
    await clock.advance(901_000);
    const answer = await endpoint()(BUCKET, 'GET', '/', headers);
    expect([answer.status, answerText(answer)]).toEqual([
      403,
      expect.stringContaining('<Code>RequestTimeTooSkewed</Code>') as string,
    ]);
  });

  it('refuses path style, as COS does for buckets made since 2024', async () => {
    const path = `/${BUCKET}/key`;
    const answer = await endpoint()(undefined, 'GET', path, signed('GET', path));
    expect([answer.status, answerText(answer)]).toEqual([
      403,
      expect.stringContaining('<Code>PathStyleDomainForbidden</Code>') as string,
    ]);
  });

  it('refuses a path that is no percent-encoding', async () => {
    const answer = await endpoint()(BUCKET, 'GET', '/%E0%A4%A', signed('GET', '/'));
    expect([answer.status, answerText(answer)]).toEqual([
      400,
      expect.stringContaining('<Code>InvalidURI</Code>') as string,
    ]);
  });

  it('holds every answer back by the delay', async () => {
    let answered = false;
    const answer = endpoint(20)(BUCKET, 'PUT', '/', signed('PUT', '/')).then(() => {
      answered = true;
    });
    await clock.advance(19);
    expect(answered).toBe(false);
    await clock.advance(1);
    await answer;
    expect(answered).toBe(true);
  });

  it('tells who watches the method, the bucket and what came of it, but no key', async () => {
    await endpoint()(BUCKET, 'GET', '/connections/id', signed('GET', '/connections/id'));
    expect(events).toEqual([
      {
        type: 'cos request',
        by: 'account',
        method: 'GET',
        bucket: BUCKET,
        action: 'GetObject',
        status: 404,
        errorCode: 'NoSuchBucket',
      },
    ]);
  });
});
