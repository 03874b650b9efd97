import { pickLanguage } from '../../web/language';
import { stateText } from '../../web/state-text';

const en = pickLanguage(['en']).texts;
const zh = pickLanguage(['zh']).texts;

describe('state text', () => {
  it.each([
    [{ name: 'connecting' }, 'Connecting…', '正在连接…'],
    [{ name: 'open' }, 'Connected', '已连接'],
    [{ name: 'waiting', code: 1006, wasOpen: true, retryAt: 0 }, 'Connection lost', '连接已断开'],
    [{ name: 'waiting', code: 1006, wasOpen: false, retryAt: 0 }, 'Could not connect', '无法连接'],
    [
      { name: 'waiting', code: 1001, wasOpen: true, retryAt: 0 },
      'Connection lost (code 1001)',
      '连接已断开（代码 1001）',
    ],
    [
      { name: 'closed', code: 1000, reason: '' },
      'Closed by the server (code 1000)',
      '服务器已关闭连接（代码 1000）',
    ],
    [
      { name: 'closed', code: 1008, reason: 'no token' },
      'Closed by the server (code 1008: no token)',
      '服务器已关闭连接（代码 1008：no token）',
    ],
    [
      { name: 'closed', reason: 'mixed content' },
      'This browser refused to connect: mixed content',
      '浏览器拒绝连接：mixed content',
    ],
  ] as const)('says %j in both languages', (state, english, chinese) => {
    expect(stateText(state, en)).toBe(english);
    expect(stateText(state, zh)).toBe(chinese);
  });

  it('tells what may be missing where only some are let in', () => {
    const state = { name: 'waiting', code: 1006, wasOpen: false, retryAt: 0 } as const;
    expect(stateText(state, en, true)).toMatch(/invitation link/);
    expect(stateText(state, zh, true)).toMatch(/邀请链接/);
    expect(stateText({ ...state, wasOpen: true }, en, true)).toBe('Connection lost');
  });
});
