import { disconnect, DisconnectError, removeClosed } from '../../../functions/cores/cleanup';
import { RegistryError } from '../../../functions/registry/registry';
import { toConnectionId } from '../../../protocol/connection-id';
import { InMemoryRegistry } from '../../support/in-memory-registry';
import { FAILED, REFUSED, ScriptedPushBack } from '../../support/scripted-push-back';

const CLOSING = { action: 'closing', secConnectionID: toConnectionId('ann') } as const;
const DISCONNECT = { action: 'disconnect', secConnectionID: toConnectionId('ann') } as const;

describe('cleanup of a closed connection', () => {
  it('removes it from the registry', async () => {
    const registry = new InMemoryRegistry({ ann: 0, bob: 0 });
    const { reply } = await removeClosed(CLOSING, registry);
    expect(registry.ids).toEqual(['bob']);
    expect(reply).toStrictEqual({
      errNo: 0,
      errMsg: 'ok',
      websocket: { action: 'closing', secConnectionID: 'ann' },
    });
  });

  it('says so when the registry fails', async () => {
    const registry = new InMemoryRegistry({ ann: 0 });
    registry.broken = true;
    await expect(removeClosed(CLOSING, registry)).rejects.toThrow(RegistryError);
  });
});

describe('an operator who disconnects a member', () => {
  it('has the gateway close the connection, then removes it', async () => {
    const registry = new InMemoryRegistry({ ann: 0, bob: 0 });
    const pushBack = new ScriptedPushBack();
    const { reply } = await disconnect(DISCONNECT, { registry, pushBack });
    expect(pushBack.pushed).toEqual([{ action: 'closing', secConnectionID: 'ann' }]);
    expect(registry.ids).toEqual(['bob']);
    expect(reply).toStrictEqual({
      errNo: 0,
      errMsg: 'ok',
      websocket: { action: 'disconnect', secConnectionID: 'ann' },
    });
  });

  it('removes a member whom the gateway does not know', async () => {
    const registry = new InMemoryRegistry({ ann: 0 });
    await disconnect(DISCONNECT, { registry, pushBack: new ScriptedPushBack({ ann: REFUSED }) });
    expect(registry.ids).toEqual([]);
  });

  it('leaves the member registered when the gateway could not be told', async () => {
    const registry = new InMemoryRegistry({ ann: 0 });
    const pushBack = new ScriptedPushBack({ ann: FAILED });
    await expect(disconnect(DISCONNECT, { registry, pushBack })).rejects.toThrow(DisconnectError);
    expect(registry.ids).toEqual(['ann']);
  });
});
