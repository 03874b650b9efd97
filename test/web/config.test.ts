import { readConfig } from '../../web/config';

describe('config', () => {
  it.each(['ws://127.0.0.1:9000/', 'wss://chat.example.com/release/'])('takes %s', (wsUrl) => {
    const config = { wsUrl, heartbeatSeconds: 240 };
    expect(readConfig(JSON.stringify(config))).toEqual({ ...config, isPrivate: false });
  });

  it.each([
    ['an address of another scheme', '{"wsUrl":"https://a/","heartbeatSeconds":1}', /wsUrl/],
    ['an address without a host', '{"wsUrl":"ws:///","heartbeatSeconds":1}', /wsUrl/],
    ['no address', '{"heartbeatSeconds":1}', /wsUrl/],
    ['a heartbeat of nothing', '{"wsUrl":"ws://a/","heartbeatSeconds":0}', /heartbeatSeconds/],
    ['an unknown setting', '{"wsUrl":"ws://a/","heartbeatSeconds":1,"room":"x"}', /room/],
    ['no JSON', '', /JSON/],
  ])('refuses %s', (_what, json, message) => {
    expect(() => readConfig(json)).toThrow(message);
  });
});
