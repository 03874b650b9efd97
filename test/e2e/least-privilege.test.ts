import { createApiClient } from '../support/api-client';
import { CloudDeployment } from '../support/cloud-deployment';
import { createCosClient, type CosKeys } from '../support/cos-client';
import { startChat, type RunningChat } from '../support/running-chat';

/** Tells its role's keys, which no function of the chat does. */
const KEYS_SOURCE = `
exports.main_handler = async () => ({
  secretId: process.env.TENCENTCLOUD_SECRETID,
  secretKey: process.env.TENCENTCLOUD_SECRETKEY,
  sessionToken: process.env.TENCENTCLOUD_SESSIONTOKEN,
});`;

type Client = ReturnType<typeof createCosClient>;
interface Place {
  readonly Bucket: string;
  readonly Region: string;
}

/** What a role may try, by the name of the permission that it takes. */
const ATTEMPTS: Readonly<
  Record<string, (client: Client, place: Place, prefix: string) => unknown>
> = {
  'cos:PutObject': (client, place, prefix) =>
    client.putObject({ ...place, Key: `${prefix}x`, Body: '' }),
  'cos:GetObject': (client, place, prefix) => client.getObject({ ...place, Key: `${prefix}x` }),
  'cos:HeadObject': (client, place, prefix) => client.headObject({ ...place, Key: `${prefix}x` }),
  'cos:DeleteObject': (client, place, prefix) =>
    client.deleteObject({ ...place, Key: `${prefix}x` }),
  'cos:GetBucket': (client, place, Prefix) => client.getBucket({ ...place, Prefix }),
  'cos:DeleteBucket': (client, place) => client.deleteBucket(place),
  'cos:PutBucketACL': (client, place) => client.putBucketAcl({ ...place, ACL: 'public-read' }),
};

const MAY = {
  register: ['cos:PutObject'],
  transport: ['cos:DeleteObject', 'cos:GetBucket'],
  cleanup: ['cos:DeleteObject'],
} as const;

describe('on the local cloud, the role that the program gave', () => {
  let chat: RunningChat;
  let cloud: ConstructorParameters<typeof CloudDeployment>[0] & { readonly baseUrl: string };
  let place: Place;
  let functions = 0;

  beforeAll(async () => {
    chat = await startChat();
    const { env, cloud: baseUrl, bucket } = chat.ready;
    cloud = {
      baseUrl,
      port: Number(new URL(baseUrl).port),
      credentials: {
        secretId: env['TENCENTCLOUD_SECRET_ID'] ?? '',
        secretKey: env['TENCENTCLOUD_SECRET_KEY'] ?? '',
      },
    };
    place = { Bucket: bucket, Region: env['TENCENTCLOUD_REGION'] ?? '' };
  });
  afterAll(() => chat.stop());

  async function keysOf(role: keyof typeof MAY): Promise<Required<CosKeys>> {
    const deployment = new CloudDeployment(cloud);
    const name = `keys-of-${role}-${(functions += 1)}`;
    await deployment.function(name, KEYS_SOURCE, { Role: chat.ready.functions[role] });
    return (await deployment.invoke(name)) as Required<CosKeys>;
  }

  /** The permissions whose attempt succeeds; each refusal must name the one that is missing. */
  async function allowed(client: Client, prefix: string): Promise<string[]> {
    const done: string[] = [];
    for (const [permission, attempt] of Object.entries(ATTEMPTS)) {
      try {
        await attempt(client, place, prefix);
        done.push(permission);
      } catch (error) {
        const { statusCode, message } = error as { statusCode: number; message: string };
        expect(statusCode).toBe(403);
        // The answer to a HEAD has no body, and so no words.
        if (permission !== 'cos:HeadObject') expect(message).toContain(permission);
      }
    }
    return done.sort();
  }

  it.each(['register', 'transport', 'cleanup'] as const)(
    '%s may do just what it needs, in connections/ and nowhere else',
    async (role) => {
      const client = createCosClient(cloud, await keysOf(role));
      expect(await allowed(client, 'connections/')).toEqual(MAY[role]);
      expect(await allowed(client, 'other/')).toEqual([]);
      expect(await allowed(client, '')).toEqual([]);
      expect(await allowed(client, 'connections')).toEqual([]);
    },
  );

  it.each(['register', 'transport', 'cleanup'] as const)('%s may call no API', async (role) => {
    const { sessionToken: token, ...keys } = await keysOf(role);
    const api = createApiClient({ port: cloud.port, token, ...keys });
    const FunctionName = chat.ready.functions[role];
    const answer = await api('scf', 'GetFunction', { FunctionName });
    expect(answer['Error']).toMatchObject({
      Code: 'UnauthorizedOperation',
      Message: expect.stringContaining('scf:GetFunction') as string,
    });
  });
});
