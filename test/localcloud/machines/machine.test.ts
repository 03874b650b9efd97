import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { DataFolderError } from '../../../localcloud/data/data-folder';
import { startLocalCloud } from '../../../localcloud/local-cloud';
import { errorCode } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { MachineOnLocalCloud } from '../../support/machine-on-local-cloud';

let machine: MachineOnLocalCloud;

beforeAll(async () => {
  machine = await MachineOnLocalCloud.start();
});
afterAll(() => machine.close());

async function join(host: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}:8080/release/`);
  await once(socket, 'open');
  return socket;
}

/** Whether something answers at an address with a byte, or keeps the connection. */
async function letsIn(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  socket.on('error', () => undefined);
  socket.write('GET /healthz HTTP/1.0\r\n\r\n');
  let isAnswered = false;
  socket.on('data', () => (isAnswered = true));
  await once(socket, 'close');
  return isAnswered;
}

describe('a machine of the local cloud', () => {
  let instanceId: string;
  let publicAddress: { readonly AddressId: string; readonly ip: string };

  it('runs the bundle that its user data names, with the configuration beside it', async () => {
    instanceId = await machine.mustRun();
    expect(await machine.stateOf(instanceId)).toBe('RUNNING');
    const socket = await join(machine.address);
    socket.terminate();
  });

  it('is reached from outside by its public address, as far as its security group says', async () => {
    publicAddress = await machine.bind(instanceId);
    const socket = await join(publicAddress.ip);
    socket.terminate();
    expect(await letsIn(publicAddress.ip, 8081)).toBe(false);
    expect(await letsIn(machine.address, 8081)).toBe(true);
  });

  it('follows its security group when that changes', async () => {
    await machine.admit('8000-8079,8081');
    expect(await letsIn(publicAddress.ip, 8080)).toBe(false);
    expect(await letsIn(publicAddress.ip, 8081)).toBe(true);
    await machine.admit('8080');
    expect(await letsIn(publicAddress.ip, 8080)).toBe(true);
  });

  it('gives its address to no second one', async () => {
    expect(errorCode(await machine.run())).toBe('InvalidParameterValue');
  });

  it('starts its program again when that ends by itself', async () => {
    const started = machine.log.filter((line) => line.includes('"started"'));
    const pid = Number(/"pid":(\d+)/.exec(started.at(-1) ?? '')?.[1]);
    process.kill(pid, 'SIGKILL');
    await eventually(
      'the next start',
      () => machine.log.filter((line) => line.includes('"started"')).length > started.length,
    );
    (await join(publicAddress.ip)).terminate();
  });

  it('is stopped in good order, so that its clients are told to come back', async () => {
    const socket = await join(publicAddress.ip);
    const closed = once(socket, 'close');
    await machine.api.must('cvm', 'StopInstances', { InstanceIds: [instanceId] });
    const [code] = (await closed) as [number];
    expect(code).toBe(1001);
    await eventually('STOPPED', async () => (await machine.stateOf(instanceId)) === 'STOPPED');
    expect(await letsIn(publicAddress.ip, 8080)).toBe(false);
  });

  it('can be started again', async () => {
    await machine.api.must('cvm', 'StartInstances', { InstanceIds: [instanceId] });
    (await join(publicAddress.ip)).terminate();
  });

  it('is given another type between a stop in good order and a start', async () => {
    const closed = once(await join(publicAddress.ip), 'close');
    const InstanceIds = [instanceId];
    await machine.api.must('cvm', 'ResetInstancesType', {
      InstanceIds,
      InstanceType: 'S5.MEDIUM4',
      ForceStop: false,
    });
    expect(((await closed) as [number])[0]).toBe(1001);
    const { InstanceSet } = await machine.api.must('cvm', 'DescribeInstances', { InstanceIds });
    expect(InstanceSet).toMatchObject([
      { InstanceType: 'S5.MEDIUM4', CPU: 2, InstanceState: 'RUNNING' },
    ]);
    (await join(publicAddress.ip)).terminate();
  });

  it('has its system installed anew, and runs the same', async () => {
    const closed = once(await join(publicAddress.ip), 'close');
    const AutomationService = { Enabled: false };
    const input = { InstanceId: instanceId, EnhancedService: { AutomationService } };
    await machine.api.must('cvm', 'ResetInstance', input);
    await closed;
    expect(await machine.stateOf(instanceId)).toBe('RUNNING');
    (await join(publicAddress.ip)).terminate();
  });

  it.each([
    ['type', 'ResetInstancesType', 'InvalidInstanceType.ValueNotSupported'],
    ['image', 'ResetInstance', 'InvalidImageId.NotFound'],
  ])('stays what it is where there is no such %s', async (_what, action, code) => {
    const input =
      action === 'ResetInstance'
        ? { InstanceId: instanceId, ImageId: 'img-none' }
        : { InstanceIds: [instanceId], InstanceType: 'constructor' };
    expect(errorCode(await machine.api.call('cvm', action, input))).toBe(code);
    expect(await machine.stateOf(instanceId)).toBe('RUNNING');
  });

  it('lets in what the groups say that it is put in', async () => {
    const group = { GroupName: 'closed', GroupDescription: '' };
    const { SecurityGroup } = await machine.api.must('vpc', 'CreateSecurityGroup', group);
    const { SecurityGroupId } = SecurityGroup as { SecurityGroupId: string };
    const { InstanceSet } = await machine.api.must('cvm', 'DescribeInstances', {});
    const [{ SecurityGroupIds }] = InstanceSet as [{ SecurityGroupIds: string[] }];
    const putIn = (SecurityGroups: string[]) =>
      machine.api.must('cvm', 'ModifyInstancesAttribute', {
        InstanceIds: [instanceId],
        SecurityGroups,
      });
    await putIn([SecurityGroupId]);
    expect(await letsIn(publicAddress.ip, 8080)).toBe(false);
    await putIn(SecurityGroupIds);
    expect(await letsIn(publicAddress.ip, 8080)).toBe(true);
  });

  it('is gone at once when it is terminated, and its address is free', async () => {
    const socket = await join(publicAddress.ip);
    const closed = once(socket, 'close');
    await machine.api.must('cvm', 'TerminateInstances', { InstanceIds: [instanceId] });
    await closed;
    expect(await machine.stateOf(instanceId)).toBeUndefined();
    await machine.api.must('vpc', 'ReleaseAddresses', { AddressIds: [publicAddress.AddressId] });
  });

  it.each([
    [
      'the bundle is another one',
      { sha256: 'a'.repeat(64) },
      /has the SHA-256 [0-9a-f]+, expected/,
    ],
    ['its configuration is wrong', { configuration: { colour: 'red' } }, /colour is not a setting/],
  ])('does not start where %s, and leaves nothing', async (_why, flaws, message) => {
    const answer = await machine.run(flaws);
    expect(errorCode(answer)).toBe('InvalidUserData');
    expect(JSON.stringify(answer)).toMatch(message);
    expect(await machine.api.must('cvm', 'DescribeInstances', {})).toMatchObject({ TotalCount: 0 });
  });
});

describe('a machine of a local cloud that is ended and started again', () => {
  it('runs again, at the same addresses', async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'scf-chat-machine-data-'));
    const first = await MachineOnLocalCloud.start({ dataFolder });
    const instanceId = await first.mustRun();
    const { ip } = await first.bind(instanceId);
    const { port } = first.cloud;
    await first.close();
    const again = await startLocalCloud({ port, dataFolder });
    (await join(ip)).terminate();
    await again.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('tells why where it cannot run again', async () => {
    const dataFolder = await mkdtemp(path.join(tmpdir(), 'scf-chat-machine-data-'));
    const first = await MachineOnLocalCloud.start({ dataFolder });
    await first.mustRun();
    await first.close();
    const other = createServer().listen(8080, first.address);
    await once(other, 'listening');
    const again = startLocalCloud({ port: first.cloud.port, dataFolder });
    await expect(again).rejects.toThrow(DataFolderError);
    await expect(again).rejects.toThrow(
      /cannot be started again: The gateway did not start: .*8080/s,
    );
    other.close();
    await rm(dataFolder, { recursive: true, force: true });
  });
});
