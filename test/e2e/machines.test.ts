import { once } from 'node:events';
import { joinTwo } from '../support/engine/chat-stack';
import { EngineProject } from '../support/engine/engine-project';
import { eventually } from '../support/eventually';
import { processTree, stillRunning } from '../support/process-tree';
import { hasRedis, NO_REDIS } from '../support/redis-server';
import { startChat, type RunningChat } from '../support/running-chat';

if (!hasRedis) console.log(`npm start with two machines is not tested: ${NO_REDIS}`);

(hasRedis ? describe : describe.skip)('npm start with a gateway on two machines', () => {
  let project: EngineProject;
  let chat: RunningChat;

  beforeAll(async () => {
    project = await EngineProject.create();
    const settings = '  scf-chat:gateway: machine\n  scf-chat:gatewayNodes: "2"\n';
    await project.edit('Pulumi.local.yaml', (text) => `${text}${settings}`);
    // What a cloud leaves that is killed goes with the project.
    chat = await startChat([], { ...process.env, TMPDIR: project.root }, project.root);
  });
  afterAll(async () => {
    await chat.stop();
    await project.remove();
  });

  it('makes load balancers and a Redis, and the second machine after the first one serves', () => {
    const made = chat.lines.flatMap(({ event, type, name }) =>
      event === 'created' ? [`${String(type).split(':').at(-1)} ${String(name)}`] : [],
    );
    const order = ['RedisInstance gateway', 'LoadBalancerTarget gateway', 'Instance gateway-2'];
    expect(made.filter((one) => order.includes(one))).toEqual(order);
    expect(made).toContain('ClbListener gateway-push-back');
  });

  it('lets two people chat over the load balancer', async () => {
    expect(chat.ready.wsUrl).toMatch(/^ws:\/\/127\.\d+\.\d+\.\d+:8080\/release\/$/);
    for (const { socket } of await joinTwo(chat.ready.wsUrl)) socket.terminate();
  });

  it('leaves no process behind, however it ends', async () => {
    const [member] = await joinTwo(chat.ready.wsUrl);
    const closed = member && once(member.socket, 'close');
    const started = processTree(chat.process.pid ?? 0);
    // Itself, two gateways, a Redis with its keeper, and the functions.
    expect(started.length).toBeGreaterThan(5);
    chat.process.kill('SIGKILL');
    await closed;
    await eventually('all processes to end', () => stillRunning(started).length === 0);
  });
});
