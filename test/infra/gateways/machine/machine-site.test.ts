import { runtime } from '@pulumi/pulumi';
import { findMachineSite } from '../../../../infra/gateways/machine/machine-site';
import { kindOf } from '../../../support/program-under-mocks';

/** What Tencent answers, by the name of the question. */
const answers: Record<string, object> = {};

const SETTINGS = {
  gatewayNodes: 1,
  machineType: 'S5.SMALL2',
  machineImage: '',
  machineNetwork: '',
  machineAddress: '',
  vpcId: '',
  subnetId: '',
};
const DEV = { stack: 'dev', account: '1', region: 'ap-guangzhou' };

function offer(...offers: { readonly availabilityZone: string; readonly status: string }[]): void {
  answers['getInstanceTypes'] = { instanceTypes: offers };
}

function show(...names: string[]): void {
  const images = names.map((imageName) => ({
    imageId: `img-${imageName.toLowerCase().replaceAll(/\W/g, '')}`,
    imageName,
    architecture: 'x86_64',
    imageState: 'NORMAL',
  }));
  answers['getImages'] = { images };
}

function offerSubnet(): void {
  answers['getSubnet'] = { cidrBlock: '10.9.8.0/24', availabilityZone: 'ap-guangzhou-3' };
}

beforeAll(() =>
  runtime.setMocks({
    call: ({ token }) => answers[kindOf(token)] ?? {},
    newResource: () => {
      throw new Error('nothing is to be made');
    },
  }),
);
beforeEach(() => {
  offer({ availabilityZone: 'ap-guangzhou-6', status: 'SELL' });
  show('Debian 12.9 64bit', 'Debian 12.8 64bit');
});

describe('where the machine stands', () => {
  it('is the first zone that sells it, in a network of its own', async () => {
    offer(
      { availabilityZone: 'ap-guangzhou-3', status: 'SOLD_OUT' },
      { availabilityZone: 'ap-guangzhou-7', status: 'SELL' },
      { availabilityZone: 'ap-guangzhou-6', status: 'SELL' },
    );
    expect(await findMachineSite(SETTINGS, DEV)).toEqual({
      zone: 'ap-guangzhou-6',
      network: { cidr: '10.77.0.0/24', address: '10.77.0.10' },
      image: { id: 'img-debian12964bit', isChosen: false },
    });
  });

  it('is still a zone where the last one has been sold, which may be ours', async () => {
    offer({ availabilityZone: 'ap-guangzhou-3', status: 'SOLD_OUT' });
    expect(await findMachineSite(SETTINGS, DEV)).toMatchObject({ zone: 'ap-guangzhou-3' });
  });

  it('is on a local cloud in the loopback network', async () => {
    const { network } = await findMachineSite(SETTINGS, { ...DEV, stack: 'local' });
    expect(network.cidr).toMatch(/^127\.\d+\.\d+\.0\/24$/);
  });

  it('is what the settings say', async () => {
    offerSubnet();
    const given = { vpcId: 'vpc-1', subnetId: 'subnet-1' };
    const settings = { ...SETTINGS, ...given, machineImage: 'img-mine' };
    expect(await findMachineSite(settings, DEV)).toEqual({
      zone: 'ap-guangzhou-3',
      network: { cidr: '10.9.8.0/24', address: '10.9.8.10', given },
      image: { id: 'img-mine', isChosen: true },
    });
  });

  it('is nowhere where no zone has such a machine', async () => {
    offer();
    await expect(findMachineSite(SETTINGS, DEV)).rejects.toThrow(
      /No zone of ap-guangzhou offers machines of the type S5.SMALL2.*To fix it: npm run pulumi -- config set machineType SA5.MEDIUM2 --stack dev/s,
    );
  });

  it('is nowhere where there is no image for it', async () => {
    show('Ubuntu Server 24.04 LTS 64bit', 'Debian 11.4 64bit');
    await expect(findMachineSite(SETTINGS, DEV)).rejects.toThrow(
      'npm run pulumi -- config set machineImage',
    );
  });

  it('is not outside its network', async () => {
    const settings = { ...SETTINGS, machineAddress: '10.1.2.3' };
    await expect(findMachineSite(settings, DEV)).rejects.toThrow(
      'npm run pulumi -- config set machineAddress 10.77.0.10 --stack dev',
    );
  });
});

describe('where two machines stand', () => {
  const TWO = { ...SETTINGS, gatewayNodes: 2 };

  beforeEach(() => {
    answers['getAvailabilityZonesByProduct'] = {
      zones: [{ name: 'ap-guangzhou-7' }, { name: 'ap-guangzhou-6' }],
    };
  });

  it('is the first zone that sells them and has Redis, at addresses side by side', async () => {
    offer(
      { availabilityZone: 'ap-guangzhou-3', status: 'SELL' },
      { availabilityZone: 'ap-guangzhou-6', status: 'SELL' },
    );
    expect(await findMachineSite(TWO, DEV)).toMatchObject({
      zone: 'ap-guangzhou-6',
      network: {
        address: '10.77.0.10',
        cluster: { second: '10.77.0.11', pushBack: '10.77.0.12' },
      },
    });
  });

  it('is nowhere where there is no Redis, in a zone of their own or a given one', async () => {
    offer({ availabilityZone: 'ap-guangzhou-3', status: 'SELL' });
    await expect(findMachineSite(TWO, DEV)).rejects.toThrow(
      'npm run pulumi -- config set gatewayNodes 1 --stack dev',
    );
    offerSubnet();
    const given = { ...TWO, vpcId: 'vpc-1', subnetId: 'subnet-1' };
    await expect(findMachineSite(given, DEV)).rejects.toThrow(
      /zones ap-guangzhou-3 of ap-guangzhou.*has TencentDB for Redis/s,
    );
  });

  it('is not where the addresses after the first are outside of the network', async () => {
    const settings = { ...TWO, machineAddress: '10.77.0.253' };
    await expect(findMachineSite(settings, DEV)).rejects.toThrow('with the two addresses after it');
  });
});
