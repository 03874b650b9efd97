import { createHash } from 'node:crypto';
import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../localcloud/local-cloud';
import { CloudDeployment } from './cloud-deployment';

const ZONE = 'ap-guangzhou-6';

/** A local cloud with a network of its own, and machines in it that run nothing. */
export class NetworkOnLocalCloud {
  VpcId = '';
  SubnetId = '';
  SecurityGroupId = '';

  private constructor(
    readonly cloud: LocalCloud,
    readonly api: CloudDeployment,
    /** The beginning of its addresses, such as `127.20.3`. */
    readonly network: string,
  ) {}

  static async start(options: Partial<LocalCloudOptions> = {}): Promise<NetworkOnLocalCloud> {
    const cloud = await startLocalCloud({ port: 0, ...options });
    const [second = 0, third = 0] = createHash('sha256').update(cloud.uin).digest();
    const api = new CloudDeployment(cloud, options.clock && (() => options.clock?.now() ?? 0));
    const network = `127.${1 + (second % 127)}.${third}`;
    const made = new NetworkOnLocalCloud(cloud, api, network);
    await made.prepare();
    return made;
  }

  /** A machine at the address with this number; what stands there is the test's affair. */
  async machine(number: number): Promise<string> {
    const { InstanceIdSet } = await this.api.must('cvm', 'RunInstances', {
      Placement: { Zone: ZONE },
      InstanceType: 'S5.SMALL2',
      ImageId: 'img-deb12',
      VirtualPrivateCloud: {
        VpcId: this.VpcId,
        SubnetId: this.SubnetId,
        PrivateIpAddresses: [`${this.network}.${number}`],
      },
      SecurityGroupIds: [this.SecurityGroupId],
    });
    return (InstanceIdSet as string[])[0] ?? '';
  }

  /** From now on the machines let in just this from the Internet. */
  async admit(Port: string): Promise<void> {
    await this.api.must('vpc', 'ModifySecurityGroupPolicies', {
      SecurityGroupId: this.SecurityGroupId,
      SecurityGroupPolicySet: {
        Ingress: [{ Protocol: 'TCP', Port, CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' }],
      },
    });
  }

  private async prepare(): Promise<void> {
    const CidrBlock = `${this.network}.0/24`;
    const { Vpc } = await this.api.must('vpc', 'CreateVpc', { VpcName: 'chat', CidrBlock });
    this.VpcId = (Vpc as { VpcId: string }).VpcId;
    const { Subnet } = await this.api.must('vpc', 'CreateSubnet', {
      VpcId: this.VpcId,
      SubnetName: 'chat',
      CidrBlock,
      Zone: ZONE,
    });
    this.SubnetId = (Subnet as { SubnetId: string }).SubnetId;
    const { SecurityGroup } = await this.api.must('vpc', 'CreateSecurityGroup', {
      GroupName: 'machines',
      GroupDescription: 'of a test',
    });
    this.SecurityGroupId = (SecurityGroup as { SecurityGroupId: string }).SecurityGroupId;
    await this.admit('ALL');
  }
}
