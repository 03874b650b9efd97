import { startMetadataService } from '../../../localcloud/machines/metadata-service';

const PATH = '/latest/meta-data/cam/security-credentials';
const CREDENTIALS = { secretId: 'id', secretKey: 'key', sessionToken: 'token' };

describe('the metadata service of a machine', () => {
  it('knows the credentials of its role, until that is deleted', async () => {
    let isThere = true;
    const issue = () => (isThere ? { credentials: CREDENTIALS, expiresAt: 1_000 } : undefined);
    const service = await startMetadataService('127.0.0.1', 'machine', issue);
    const ask = (role: string) => fetch(`${service.url}${PATH}/${role}`);
    expect(await (await ask('machine')).json()).toMatchObject({
      TmpSecretId: 'id',
      ExpiredTime: 1,
    });
    expect((await ask('another')).status).toBe(404);
    isThere = false;
    expect((await ask('machine')).status).toBe(404);
    service.close();
  });
});
