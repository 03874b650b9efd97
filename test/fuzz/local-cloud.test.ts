import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { CloudEvent } from '../../localcloud/cloud-event';
import { createApiEndpoint } from '../../localcloud/http/api-endpoint';
import { createCosEndpoint } from '../../localcloud/http/cos-endpoint';
import { ActionError } from '../../localcloud/services/action-error';
import { createApigateway } from '../../localcloud/services/apigateway/apigateway-service';
import { createCam } from '../../localcloud/services/cam/cam-service';
import { CosError } from '../../localcloud/services/cos/cos-error';
import { Cos } from '../../localcloud/services/cos/cos-service';
import { createScf } from '../../localcloud/services/scf/scf-service';
import { createTagService } from '../../localcloud/services/tag/tag-service';
import { TagStore } from '../../localcloud/services/tag/tag-store';
import { answerText } from '../support/answer-text';
import { webSocketApiInput } from '../support/cloud-deployment';
import { FakeClock } from '../support/fake-clock';
import { anyJson, jsonLike, RUNS, shareOfRuns } from '../support/fuzz';
import { ScriptedBackend } from '../support/scripted-backend';
import { ScriptedRuntime } from '../support/scripted-runtime';

/** Thousands of runs take their time on a busy machine. */
jest.setTimeout(300_000);

const AUTHORIZATION =
  'TC3-HMAC-SHA256 Credential=AKID/2026-01-01/cam/tc3_request, SignedHeaders=content-type;host, Signature=00';
const BUCKET = 'b-1250000000';
const clock = new FakeClock();

const TRUST = JSON.stringify({
  version: '2.0',
  statement: [
    { effect: 'allow', action: 'name/sts:AssumeRole', principal: { service: 'scf.qcloud.com' } },
  ],
});

/** Inputs that some action takes; the others meet them as wrong ones. */
const INPUTS: readonly object[] = [
  { ServiceName: 'chat', Protocol: 'http' },
  { ServiceId: 'service-1', EnvironmentName: 'release', ReleaseDesc: 'x' },
  { ...webSocketApiInput('service-1', 'f'), ApiId: 'api-1' },
  { RoleName: 'r', PolicyDocument: TRUST },
  { PolicyName: 'p', PolicyDocument: TRUST, PolicyId: 1, AttachRoleId: '1', Page: 1, Rp: 20 },
  {
    FunctionName: 'f',
    Code: { ZipFile: Buffer.from('PK').toString('base64') },
    Handler: 'index.main',
    Runtime: 'Nodejs20.19',
    Timeout: 3,
    MemorySize: 128,
    Environment: { Variables: [{ Key: 'K', Value: 'v' }] },
  },
  { FunctionName: 'f', Event: '{}', Offset: 0, Limit: 1 },
  { Resource: 'qcs::scf:ap-guangzhou:uin/:lam/f', ReplaceTags: [{ TagKey: 'k', TagValue: 'v' }] },
];

it(`answers each of ${RUNS} API calls with a result or a code`, async () => {
  const tags = new TagStore();
  const apigateway = createApigateway({
    gateway: { clock },
    tags,
    backend: new ScriptedBackend(['f']),
    retired: false,
    observe: () => undefined,
  });
  const scf = createScf({
    clock,
    region: 'ap-guangzhou',
    uin: '100000000001',
    tags,
    runtime: new ScriptedRuntime(),
    mayAssume: () => true,
    onInvocation: () => undefined,
  });
  const cam = createCam({ clock, tags, uin: '100000012345' });
  const services = [apigateway.service, scf.service, cam.service, createTagService(tags)];
  const actions = services.flatMap(({ actions: of }) => Object.values(of));
  let succeeded = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...actions), jsonLike(...INPUTS), async (action, input) => {
        try {
          assert.ok((await action(input)) instanceof Object);
          succeeded += 1;
        } catch (error) {
          if (!(error instanceof ActionError)) throw error;
          assert.notEqual(error.code, 'InternalError');
        }
      }),
      { numRuns: RUNS },
    );
  } finally {
    await apigateway.close();
  }
  expect(succeeded).toBeGreaterThan(0);
});

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'connections/a', '1000', 'url', '/', '__proto__'),
);
const cosRequest = fc.record({
  method: fc.constantFrom('GET', 'PUT', 'DELETE', 'HEAD', 'POST', 'PATCH'),
  bucket: fc.oneof({ weight: 9, arbitrary: fc.constant(BUCKET) }, text),
  key: text,
  query: fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'prefix',
          'marker',
          'max-keys',
          'delimiter',
          'encoding-type',
          'acl',
          'delete',
          'tagging',
          'versions',
          'x',
        ),
        text,
      ),
      { maxLength: 3 },
    )
    .map((pairs) => new URLSearchParams(pairs)),
  headers: fc.dictionary(
    fc.constantFrom(
      'content-md5',
      'x-cos-acl',
      'x-cos-meta-a',
      'content-type',
      'x-cos-copy-source',
    ),
    text,
  ),
  body: fc.oneof(
    text.map((body) => Buffer.from(body)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    anyJson.map((value) =>
      Buffer.from(`<Delete><Object><Key>${JSON.stringify(value)}</Key></Object></Delete>`),
    ),
  ),
});

function newCos(): Cos {
  const cos = new Cos({ clock, region: 'ap-guangzhou', uin: '100000012345', may: () => true });
  const principal = { type: 'account' } as const;
  const empty = { query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) };
  cos.handle({ method: 'PUT', bucket: BUCKET, key: '', principal, ...empty });
  return cos;
}

it('API calls over HTTP are taken for what they are, whatever is in them', async () => {
  const events: CloudEvent[] = [];
  const cam = createCam({ clock, tags: new TagStore(), uin: '100000012345' });
  const endpoint = createApiEndpoint({
    services: [cam.service],
    region: 'ap-guangzhou',
    clock,
    findAccessKey: () => ({ secretKey: 'key', principal: { type: 'account' } }),
    may: () => true,
    observe: (event) => events.push(event),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        product: fc.option(text, { nil: undefined }),
        method: fc.constantFrom('GET', 'POST', 'PUT'),
        query: text,
        headers: fc.dictionary(
          fc.constantFrom(
            'authorization',
            'content-type',
            'x-tc-action',
            'x-tc-version',
            'x-tc-timestamp',
            'x-tc-region',
            'x-tc-token',
            'host',
          ),
          fc.oneof(text, fc.constantFrom('cam', '2019-01-16', 'ListRoles', AUTHORIZATION)),
        ),
        body: fc.oneof(
          text,
          anyJson.map((value) => JSON.stringify(value)),
        ),
      }),
      async ({ product, body, ...request }) => {
        const answer = await endpoint(product)({ ...request, path: '/', body: Buffer.from(body) });
        assert.equal(answer.status, 200);
        const { Response } = JSON.parse(answerText(answer)) as { Response: { Error?: unknown } };
        assert.match(JSON.stringify(Response.Error), /"Code":"(?!InternalError)/);
      },
    ),
    { numRuns: shareOfRuns(0.2) },
  );
  expect(events.filter(({ type }) => type === 'fault')).toEqual([]);
});

it(`COS answers each of ${RUNS} requests with a result or a code of its own`, () => {
  const cos = newCos();
  const principal = { type: 'account' } as const;
  const statuses = new Set<number>();
  fc.assert(
    fc.property(cosRequest, (request) => {
      try {
        statuses.add(cos.handle({ ...request, principal }).status);
      } catch (error) {
        if (!(error instanceof CosError)) throw error;
        assert.notEqual(error.code, 'InternalError');
        statuses.add(error.status);
      }
    }),
    { numRuns: RUNS },
  );
  expect([...statuses]).toEqual(expect.arrayContaining([200, 204, 400, 404, 405]));
});

it('COS over HTTP takes any path, query and signature for what it is', async () => {
  const events: CloudEvent[] = [];
  const endpoint = createCosEndpoint({
    cos: newCos(),
    clock,
    findAccessKey: () => ({ secretKey: 'key', principal: { type: 'account' } }),
    observe: (event) => events.push(event),
    delayMs: 0,
  })(BUCKET);
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        method: fc.constantFrom('GET', 'PUT', 'DELETE'),
        path: text.map((path) => `/${path}`),
        query: text,
        headers: fc.dictionary(fc.constantFrom('authorization', 'x-amz-date', 'host'), text),
      }),
      async (request) => {
        const { status } = await endpoint({ ...request, body: Buffer.alloc(0) });
        // 501 is what the local cloud says where it does not know something.
        expect([500, 502, 503]).not.toContain(status);
      },
    ),
    { numRuns: shareOfRuns(0.2) },
  );
  expect(events.filter(({ type }) => type === 'fault')).toEqual([]);
});
