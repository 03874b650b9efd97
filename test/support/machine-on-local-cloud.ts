import { bundleGateway } from '../../infra/bundle/gateway';
import { caddyfile } from '../../infra/gateways/machine/caddy';
import { readMachineFiles } from '../../infra/gateways/machine/machine-files';
import { userData } from '../../infra/gateways/machine/user-data';
import { createHash } from 'node:crypto';
import type { CloudEvent } from '../../localcloud/cloud-event';
import {
  startLocalCloud,
  type LocalCloud,
  type LocalCloudOptions,
} from '../../localcloud/local-cloud';
import type { ApiAnswer } from './api-client';
import { CloudDeployment } from './cloud-deployment';
import { createCosClient } from './cos-client';
import { ROOT } from './program-under-mocks';

const BUCKET = 'chat-1250000000';
const REGION = 'ap-guangzhou';
const ROLE = 'machine';
const FUNCTION = 'agree';
/** Says yes to everybody, and logs where they come from. */
const SOURCE = `
exports.main_handler = async ({ requestContext, websocket }) => {
  if (requestContext) console.log('a client from ' + requestContext.sourceIp);
  return { errNo: 0, errMsg: 'ok', websocket };
};`;
const TRUST = {
  version: '2.0',
  statement: [
    { action: 'name/sts:AssumeRole', effect: 'allow', principal: { service: 'cvm.qcloud.com' } },
  ],
};

/** Where a machine with a domain is reached. */
export const TLS_PORTS = { https: 8443, http: 8008 };

/** What may be otherwise than usual. */
export interface MachineFlaws {
  readonly sha256?: string;
  readonly address?: string;
  readonly configuration?: object;
  /** The name that it has TLS for. */
  readonly domain?: string;
}

/** A local cloud with all that a machine needs: bucket, bundle, role, function, network, firewall. */
export class MachineOnLocalCloud {
  private groupId = '';
  private vpc = { VpcId: '', SubnetId: '' };

  private constructor(
    readonly cloud: LocalCloud,
    readonly api: CloudDeployment,
    readonly network: string,
    private readonly sha256: string,
    private readonly events: readonly CloudEvent[],
  ) {}

  static async start(options: Partial<LocalCloudOptions> = {}): Promise<MachineOnLocalCloud> {
    const events: CloudEvent[] = [];
    const observe = (event: CloudEvent) => void events.push(event);
    const cloud = await startLocalCloud({ port: 0, observe, ...options });
    const code = await bundleGateway(ROOT);
    const sha256 = createHash('sha256').update(code).digest('hex');
    const [second = 0, third = 0] = createHash('sha256').update(cloud.uin).digest();
    const network = `127.${1 + (second % 127)}.${third}`;
    const api = new CloudDeployment(cloud);
    const machine = new MachineOnLocalCloud(cloud, api, network, sha256, events);
    await machine.prepare(code);
    return machine;
  }

  get address(): string {
    return `${this.network}.10`;
  }

  /** Lines that the machines have logged. */
  get log(): string[] {
    return this.events.flatMap((event) => (event.type === 'machine log' ? [event.line] : []));
  }

  /** Addresses that clients had, as the functions were told. */
  get clients(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'invocation'
        ? [...event.result.log.matchAll(/a client from (\S+)/g)].map(([, from = '']) => from)
        : [],
    );
  }

  close(): Promise<void> {
    return this.cloud.close();
  }

  /** The answer of RunInstances, whether it says yes or no. */
  async run({
    sha256,
    address,
    configuration,
    domain: name,
  }: MachineFlaws = {}): Promise<ApiAnswer> {
    const hash = sha256 ?? this.sha256;
    const own = address ?? this.address;
    const files = await readMachineFiles(ROOT);
    const domain = name === undefined ? undefined : { name, zone: '', ports: TLS_PORTS };
    return this.api.call('cvm', 'RunInstances', {
      Placement: { Zone: `${REGION}-6` },
      InstanceType: 'S5.SMALL2',
      ImageId: 'img-deb12',
      VirtualPrivateCloud: { ...this.vpc, PrivateIpAddresses: [own] },
      SecurityGroupIds: [this.groupId],
      CamRoleName: ROLE,
      UserData: userData({
        files,
        caddyfile:
          domain && caddyfile(files.caddyfile, { domain, address: own, gatewayPort: 8080 }),
        role: ROLE,
        bundle: {
          url: `https://${BUCKET}.cos.${REGION}.myqcloud.com/gateway/${this.sha256}.mjs`,
          sha256: hash,
        },
        configuration: {
          register: FUNCTION,
          transport: FUNCTION,
          cleanup: FUNCTION,
          scfRegion: REGION,
          camRole: ROLE,
          listen: `${own}:8080`,
          pushBackListen: `${own}:8081`,
          pushBackSecret: 'f'.repeat(64),
          drainTime: 0,
          ...configuration,
        },
      }),
    });
  }

  /** A machine that runs. */
  async mustRun(flaws?: MachineFlaws): Promise<string> {
    const answer = await this.run(flaws);
    const [id] = (answer['InstanceIdSet'] ?? []) as string[];
    if (id === undefined) throw new Error(JSON.stringify(answer));
    return id;
  }

  async stateOf(InstanceId: string): Promise<string | undefined> {
    const { InstanceSet } = await this.api.must('cvm', 'DescribeInstances', {
      InstanceIds: [InstanceId],
    });
    return (InstanceSet as { InstanceState: string }[])[0]?.InstanceState;
  }

  /** A new public address that leads to a machine. */
  async bind(InstanceId: string): Promise<{ readonly AddressId: string; readonly ip: string }> {
    const { AddressSet } = await this.api.must('vpc', 'AllocateAddresses', {});
    const [AddressId = ''] = AddressSet as string[];
    const described = await this.api.must('vpc', 'DescribeAddresses', { AddressIds: [AddressId] });
    const [address] = described['AddressSet'] as { AddressIp: string }[];
    await this.api.must('vpc', 'AssociateAddress', { AddressId, InstanceId });
    return { AddressId, ip: address?.AddressIp ?? '' };
  }

  /** From now on the machines let in just this, from everywhere. */
  async admit(Port: string): Promise<void> {
    await this.api.must('vpc', 'ModifySecurityGroupPolicies', {
      SecurityGroupId: this.groupId,
      SecurityGroupPolicySet: {
        Ingress: [{ Protocol: 'TCP', Port, CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' }],
      },
    });
  }

  private async prepare(code: string): Promise<void> {
    const cos = createCosClient(this.cloud);
    await cos.putBucket({ Bucket: BUCKET, Region: REGION });
    const Key = `gateway/${this.sha256}.mjs`;
    await cos.putObject({ Bucket: BUCKET, Region: REGION, Key, Body: code });
    await this.api.function(FUNCTION, SOURCE);
    await this.grant();
    const { SecurityGroup } = await this.api.must('vpc', 'CreateSecurityGroup', {
      GroupName: 'machine',
      GroupDescription: 'of a test',
    });
    this.groupId = (SecurityGroup as { SecurityGroupId: string }).SecurityGroupId;
    await this.admit('8080');
    const CidrBlock = `${this.network}.0/24`;
    const { Vpc } = await this.api.must('vpc', 'CreateVpc', { VpcName: 'chat', CidrBlock });
    const { VpcId } = Vpc as { VpcId: string };
    const { Subnet } = await this.api.must('vpc', 'CreateSubnet', {
      VpcId,
      SubnetName: 'chat',
      CidrBlock,
      Zone: `${REGION}-6`,
    });
    this.vpc = { VpcId, SubnetId: (Subnet as { SubnetId: string }).SubnetId };
  }

  private async grant(): Promise<void> {
    const { RoleId } = await this.api.must('cam', 'CreateRole', {
      RoleName: ROLE,
      PolicyDocument: JSON.stringify(TRUST),
    });
    const allow = (action: string, resource: string) => ({
      effect: 'allow',
      action: [action],
      resource: [resource],
    });
    const { PolicyId } = await this.api.must('cam', 'CreatePolicy', {
      PolicyName: ROLE,
      PolicyDocument: JSON.stringify({
        version: '2.0',
        statement: [
          allow(
            'name/scf:InvokeFunction',
            `qcs::scf:${REGION}:uin/${this.cloud.uin}:namespace/default/function/${FUNCTION}`,
          ),
          allow('name/cos:GetObject', `qcs::cos:${REGION}:uid/1250000000:${BUCKET}/gateway/*`),
        ],
      }),
    });
    await this.api.must('cam', 'AttachRolePolicy', { AttachRoleId: RoleId, PolicyId });
  }
}
