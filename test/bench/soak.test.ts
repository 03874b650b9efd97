import { DeliveryLedger } from '../../bench/soak/delivery-ledger';
import { judge, type SoakFindings } from '../../bench/soak/judge';
import { memoryUse } from '../../bench/soak/resident-memory';
import { runCommand } from '../support/running-chat';

const WELL: SoakFindings = {
  live: 3,
  open: 3,
  registered: 3,
  leftRegistered: 0,
  missing: 0,
  duplicates: 0,
  slowestMs: 80,
  unexplained: [],
  // Warms up in the first quarter.
  memory: [100, 150, 150, 150, 151, 150, 152, 150].map((cloudMb) => ({ cloudMb, functionMb: 50 })),
  actions: { text: 5, loss: 1 },
};

function failures(findings: Partial<SoakFindings>): string[] {
  return judge({ ...WELL, ...findings })
    .filter(({ isMet }) => !isMet)
    .map(({ check }) => check);
}

describe('what a soak must show', () => {
  it('is shown by one that went well', () => {
    expect(failures({})).toEqual([]);
    expect(failures({ duplicates: 1, slowestMs: 3_000 })).toEqual([]);
  });

  it.each<[Partial<SoakFindings>, string]>([
    [{ actions: { text: 5, loss: 0 } }, 'everything the crowd can do was done'],
    [{ registered: 4 }, 'the registry equals the live connections'],
    [{ open: 2 }, 'the registry equals the live connections'],
    [{ leftRegistered: 1 }, 'the registry is empty once everybody has left'],
    [{ missing: 1 }, 'every message reached every steady member'],
    [{ duplicates: 1 }, 'none came twice, unless a push had timed out'],
    [{ unexplained: ['failed: transport'] }, 'no unexplained error'],
    [
      {
        memory: [100, 110, 120, 130, 140, 150, 160, 170].map((mb) => ({
          cloudMb: mb,
          functionMb: 50,
        })),
      },
      'the memory of the cloud is flat',
    ],
    [
      { memory: [10, 11, 12, 13, 14, 15, 16, 17].map((mb) => ({ cloudMb: 100, functionMb: mb })) },
      'the memory of a function is flat',
    ],
  ])('%j fails it', (findings, check) => {
    expect(failures(findings)).toEqual([check]);
  });
});

describe('the ledger of deliveries', () => {
  it('knows who still waits, and who got something again or unasked', () => {
    const ledger = new DeliveryLedger();
    ledger.sent('1', [1, 2]);
    ledger.sent('2', [1]);
    ledger.arrived('1', 1);
    expect([ledger.missing, ledger.duplicates]).toEqual([2, 0]);
    ledger.arrived('1', 1);
    ledger.arrived('2', 2);
    expect([ledger.missing, ledger.duplicates]).toEqual([2, 2]);
    ledger.arrived('1', 2);
    ledger.arrived('2', 1);
    expect([ledger.missing, ledger.duplicates]).toEqual([0, 2]);
    ledger.arrived('2', 1);
    expect(ledger.duplicates).toBe(3);
  });
});

(process.platform === 'linux' ? it : it.skip)('memory is read off the process', () => {
  expect(memoryUse(process.pid)?.processMb).toBeGreaterThan(10);
  expect(memoryUse(-1)).toBeUndefined();
});

it.each(['0', '1441'])('scf-chat soak refuses --minutes %s', async (minutes) => {
  const { code, stderr } = await runCommand(['soak', `--minutes=${minutes}`]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/Expected a number above 0, at most 1440\./);
});
