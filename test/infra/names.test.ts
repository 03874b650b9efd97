import { physicalNames } from '../../infra/names';

const SCOPE = {
  project: 'scf-chat',
  stack: 'dev',
  appId: '1300000000',
  region: 'ap-guangzhou',
};

describe('physical names', () => {
  it('carry project and stack, and the bucket the AppId', () => {
    expect(physicalNames(SCOPE)).toEqual({
      service: 'scf-chat-dev',
      api: 'scf-chat-dev',
      machine: 'scf-chat-dev-gateway',
      bucket: 'scf-chat-dev-1300000000',
      functions: {
        register: 'scf-chat-dev-register',
        transport: 'scf-chat-dev-transport',
        cleanup: 'scf-chat-dev-cleanup',
      },
    });
  });

  it('refuse a function name that SCF does not take', () => {
    expect(() => physicalNames({ ...SCOPE, project: '1chat' })).toThrow(
      '"1chat-dev-register" cannot be a function\'s name: SCF wants 2 to 60',
    );
    expect(() => physicalNames({ ...SCOPE, project: 'p'.repeat(50) })).toThrow('SCF wants 2 to 60');
  });

  it('refuse a bucket whose host name is too long with AppId and region', () => {
    expect(() => physicalNames({ ...SCOPE, stack: 'a-long-stack-name' })).toThrow(
      /scf-chat-a-long-stack-name-1300000000\.cos\.ap-guangzhou\.myqcloud\.com \(67 characters\), and COS takes at most 60/,
    );
  });

  it('refuse a bucket with characters that COS does not take', () => {
    expect(() => physicalNames({ ...SCOPE, stack: 'Dev' })).toThrow(
      'COS wants small letters, digits and - only',
    );
  });

  it('say how to choose other names', () => {
    expect(() => physicalNames({ ...SCOPE, stack: 'Dev' })).toThrow('another stack (--stack)');
  });
});
