import { eventually } from '../support/eventually';
import { FunctionServer } from '../support/function-server';
import { GatewayProgram, type GatewayProcess } from '../support/gateway-program';
import { join, type RecordingClient } from '../support/recording-client';
import { hasRedis, NO_REDIS, RedisServer } from '../support/redis-server';

const NODE_TIMEOUT_SECONDS = 3;
const MEMBERS_A_NODE = 60;

if (!hasRedis) console.warn(`skipped: ${NO_REDIS}`);

(hasRedis ? describe : describe.skip)('a gateway of three nodes', () => {
  let program: GatewayProgram;
  let redis: RedisServer;
  let functions: FunctionServer;
  let nodes: GatewayProcess[];
  const clients = new Map<GatewayProcess, RecordingClient[]>();

  beforeAll(async () => {
    program = await GatewayProgram.build();
  });
  beforeEach(async () => {
    [redis, functions] = await Promise.all([RedisServer.start(), FunctionServer.start()]);
    nodes = await Promise.all([startNode(), startNode(), startNode()]);
    await eventually('all to know each other', () => everyNodeSees(3));
  });
  afterEach(async () => {
    for (const client of all()) client.webSocket.terminate();
    clients.clear();
    await Promise.all(nodes.map((node) => node.kill()));
    await functions.close();
    await redis.remove();
  });
  afterAll(() => program.remove());

  function startNode(): Promise<GatewayProcess> {
    return program.start({
      ...functions.settings,
      GATEWAY_REDIS_URL: redis.url,
      GATEWAY_NODE_TIMEOUT: String(NODE_TIMEOUT_SECONDS),
    });
  }

  function nodeAt(at: number): GatewayProcess {
    const node = nodes[at];
    if (!node) throw new Error(`there is no node ${at}`);
    return node;
  }

  async function everyNodeSees(count: number, of = nodes): Promise<boolean> {
    const seen = await Promise.all(of.map((node) => node.metric('scf_gateway_cluster_nodes')));
    return seen.every((number) => number === count);
  }

  async function enter(node: GatewayProcess, count: number): Promise<RecordingClient[]> {
    const entered = await Promise.all(Array.from({ length: count }, () => join(node.wsUrl)));
    clients.set(node, [...(clients.get(node) ?? []), ...entered]);
    return entered;
  }

  function all(): RecordingClient[] {
    return [...clients.values()].flat();
  }

  /** Has one client speak, and waits until all others have heard it. */
  async function everybodyHears(speaker: RecordingClient, text: string): Promise<void> {
    speaker.webSocket.send(text);
    const others = all().filter((client) => client !== speaker && client.closeCode === undefined);
    await eventually(`everybody to hear "${text}"`, () =>
      others.every(({ frames }) => frames.includes(text)),
    );
    expect(speaker.frames).not.toContain(text);
  }

  it('carries a message that is pushed to any node to everybody on all nodes, once', async () => {
    for (const node of nodes) await enter(node, MEMBERS_A_NODE);
    expect(functions.registry.size).toBe(3 * MEMBERS_A_NODE);
    for (const [at, node] of nodes.entries()) {
      functions.pushBackUrl = node.pushBackUrl;
      const [speaker] = clients.get(nodeAt((at + 1) % 3)) ?? [];
      if (speaker) await everybodyHears(speaker, `by node ${at}`);
    }
    for (const { frames } of all()) expect(new Set(frames).size).toBe(frames.length);
    expect(functions.pushed.every(({ errNo }) => errNo === 0)).toBe(true);
  });

  it('sends a batch to all nodes at once', async () => {
    for (const node of nodes) await enter(node, 20);
    expect(await nodeAt(0).push(batchFor([...functions.registry], 'all'))).toEqual({
      status: 200,
      body: { errNo: 0, errMsg: 'ok', results: Array(60).fill(0) },
    });
    await eventually('all frames', () => all().every(({ frames }) => frames.length === 1));
  });

  it('loses a node under load: the others go on, and the registry is soon right', async () => {
    for (const node of nodes) await enter(node, MEMBERS_A_NODE);
    functions.pushBackUrl = nodeAt(0).pushBackUrl;
    // One by one they would keep this process busy, and it is the one that answers cleanup.
    functions.pushesInBatches = true;
    const [speaker] = clients.get(nodeAt(0)) ?? [];
    const lost = clients.get(nodeAt(1)) ?? [];
    let sent = 0;
    const load = setInterval(() => speaker?.webSocket.send(`message ${(sent += 1)}`), 50);
    await eventually('some messages', () => sent > 5);
    const before = new Set(functions.registry);
    const killedAt = Date.now();
    await nodeAt(1).kill();
    clients.delete(nodeAt(1));
    await eventually('the clients to be gone', () =>
      lost.every(({ closeCode }) => closeCode === 1006),
    );
    // What the page does: it connects again, by the load balancer to a node that is there.
    await Promise.all([enter(nodeAt(0), MEMBERS_A_NODE / 2), enter(nodeAt(2), MEMBERS_A_NODE / 2)]);
    await eventually(
      'the registry to be right',
      () => functions.registry.size === 3 * MEMBERS_A_NODE,
    );
    const staleMs = Date.now() - killedAt;
    clearInterval(load);
    process.stdout.write(
      `killed a node with ${MEMBERS_A_NODE} of ${3 * MEMBERS_A_NODE} connections under load: ` +
        `registry right after ${staleMs} ms\n`,
    );
    const left = [nodeAt(0), nodeAt(2)];
    await eventually('the two to agree', () => everyNodeSees(2, left));
    // Pushes may have pruned them from the registry before their node is found to be lost.
    await eventually('cleanup for each of the lost', async () => {
      const cleaned = await Promise.all(
        left.map((node) => node.metric('scf_gateway_cleaned_up_total')),
      );
      return cleaned.reduce((sum, count) => sum + count, 0) === MEMBERS_A_NODE;
    });
    if (speaker) await everybodyHears(speaker, 'after the loss');
    // Nobody but those of the lost node was out of reach meanwhile, and who was just coming in.
    const missed = functions.pushed.filter(({ errNo }) => errNo !== 0).map(({ id }) => id);
    expect(missed).not.toEqual([]);
    expect(missed.filter((id) => before.has(id) && functions.registry.has(id))).toEqual([]);
  });

  it.each([
    ['with everything in it lost', false],
    ['with what it had on disk', true],
  ])('outlives a restart of Redis %s, without losing a connection', async (_, isDurable) => {
    if (isDurable) {
      await Promise.all(nodes.map((node) => node.kill()));
      await redis.remove();
      redis = await RedisServer.start({ isDurable });
      nodes = await Promise.all([startNode(), startNode(), startNode()]);
    }
    for (const node of nodes) await enter(node, 10);
    functions.pushBackUrl = nodeAt(0).pushBackUrl;
    const [here] = clients.get(nodeAt(0)) ?? [];
    await redis.crash();
    here?.webSocket.send('while Redis is away');
    const neighbours = (clients.get(nodeAt(0)) ?? []).slice(1);
    await eventually('those of the same node to hear it', () =>
      neighbours.every(({ frames }) => frames.includes('while Redis is away')),
    );
    await eventually('the others to be unreachable', () =>
      functions.pushed.some(({ status, errNo }) => status === 503 && errNo === 304),
    );
    await redis.begin();
    const members = [...functions.registry];
    await eventually('everybody to be reachable again', async () => {
      const { body } = await nodeAt(0).push(batchFor(members, 'are you there?'));
      return (body as { results: number[] }).results.every((errNo) => errNo === 0);
    });
    if (here) await everybodyHears(here, 'after the restart');
    // For longer than a node may be silent: whoever is taken for lost by mistake shows.
    const settledAt = Date.now() + NODE_TIMEOUT_SECONDS * 1_500;
    await eventually('the nodes to settle', () => Date.now() > settledAt);
    expect(functions.registry.size).toBe(30);
    expect(all().filter(({ closeCode }) => closeCode !== undefined)).toEqual([]);
    expect(functions.pushed.filter(({ errNo }) => errNo === 301)).toEqual([]);
  });

  it('has the clients of a node that was frozen connect again', async () => {
    const [frozen, other] = [nodeAt(1), nodeAt(0)];
    const before = await enter(frozen, 10);
    await enter(other, 10);
    frozen.signal('SIGSTOP');
    await eventually('it to be taken for lost', () => functions.registry.size === 10);
    frozen.signal('SIGCONT');
    await eventually('its clients to be told', () =>
      before.every(({ closeCode }) => closeCode === 1001),
    );
    clients.delete(frozen);
    await enter(frozen, 10);
    await eventually('all to know each other again', () => everyNodeSees(3));
    expect(functions.registry.size).toBe(20);
    functions.pushBackUrl = other.pushBackUrl;
    const [speaker] = clients.get(other) ?? [];
    if (speaker) await everybodyHears(speaker, 'together again');
  });

  it('says goodbye for a node that is stopped', async () => {
    await enter(nodeAt(0), 5);
    await enter(nodeAt(1), 5);
    expect(await nodeAt(1).stop()).toBe(0);
    expect(functions.registry.size).toBe(5);
    await eventually('the others to know', () => everyNodeSees(2, [nodeAt(0), nodeAt(2)]));
    expect(await nodeAt(0).metric('scf_gateway_cleaned_up_total')).toBe(0);
  });

  it('does not start where Redis is not there, and says so without its URL', async () => {
    await redis.crash();
    const node = program.spawn([], {
      ...functions.settings,
      GATEWAY_PUSH_BACK_SECRET: 'a-secret-of-at-least-32-characters',
      GATEWAY_REDIS_URL: redis.url.replace('//', '//user:redis-password@'),
    });
    expect(await node.untilEnd()).toBe(1);
    expect(node.stderr).toEqual([
      expect.stringMatching(/^Redis cannot be used at its URL \(redisUrl\): .*ECONNREFUSED/),
    ]);
    expect(node.stderr[0]).not.toContain('redis-password');
  });
});

function batchFor(secConnectionIDs: readonly string[], data: string): object {
  return { websocket: { action: 'data send', secConnectionIDs, dataType: 'text', data } };
}
