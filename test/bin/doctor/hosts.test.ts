import { hostsFor } from '../../../bin/doctor/hosts';
import { pulumiTools } from '../../../bin/pulumi/tools';
import { ROOT } from '../../support/program-under-mocks';

const NEEDS = {
  region: 'ap-hongkong',
  gateway: 'api-gateway',
  gatewayNodes: undefined,
  dnsZone: undefined,
};

describe('the hosts of Tencent that a stack needs', () => {
  function productsOf(more: Partial<Record<keyof typeof NEEDS, string>>): string[] {
    return hostsFor(pulumiTools(ROOT), { ...NEEDS, ...more }).flatMap(
      ({ url }) => /^https:\/\/([a-z]+)\.tencentcloudapi\.com\//.exec(url)?.[1] ?? [],
    );
  }

  it.each([
    ['API Gateway', {}, ['cam', 'scf', 'tag', 'apigateway']],
    ['a gateway elsewhere', { gateway: 'external' }, ['cam', 'scf', 'tag']],
    ['a machine', { gateway: 'machine' }, ['cam', 'scf', 'tag', 'vpc', 'cvm', 'cbs']],
    [
      'two machines',
      { gateway: 'machine', gatewayNodes: '2' },
      ['cam', 'scf', 'tag', 'vpc', 'cvm', 'cbs', 'clb', 'redis', 'region', 'api'],
    ],
    [
      'a machine with a record at DNSPod',
      { gateway: 'machine', dnsZone: 'example.com' },
      ['cam', 'scf', 'tag', 'vpc', 'cvm', 'cbs', 'dnspod'],
    ],
  ])('are, with %s, those of its products', (_what, more, products) => {
    expect(productsOf(more)).toEqual(products);
  });

  it("are COS's of its region", () => {
    const urls = hostsFor(pulumiTools(ROOT), NEEDS).map(({ url }) => url);
    expect(urls).toContain('https://cos.ap-hongkong.myqcloud.com/');
  });
});
