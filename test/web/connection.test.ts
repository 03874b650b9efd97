import { HEARTBEAT_FRAME } from '../../protocol/chat';
import { formatErrorFrame } from '../../protocol/error-frame';
import type { ConnectionState } from '../../web/connection';
import { Connection, CONNECT_TIMEOUT_MS, STABLE_AFTER_MS } from '../../web/connection';
import { FakeClock } from '../support/fake-clock';
import { FakePageSockets } from '../support/fake-page-sockets';

const HEARTBEAT_MS = 60_000;
/** With it each delay is half of its ceiling: 0.5, 1, 2, 4 … s. */
const HALF = 0.5;

describe('connection', () => {
  let clock: FakeClock;
  let sockets: FakePageSockets;
  let states: ConnectionState[];
  let received: (string | number)[];
  let connection: Connection;

  beforeEach(() => {
    clock = new FakeClock();
    sockets = new FakePageSockets();
    states = [];
    received = [];
    connection = new Connection(
      { openSocket: sockets.openSocket, clock, random: () => HALF, heartbeatMs: HEARTBEAT_MS },
      {
        stateChanged: (state) => states.push(state),
        text: (data) => received.push(data),
        binary: (bytes) => received.push(bytes),
      },
    );
  });

  function opened(): void {
    connection.connect();
    sockets.newest.serverAccepts();
  }

  function stateNow(): ConnectionState | undefined {
    return states.at(-1);
  }

  /** How long the connection waits in the present state, which must be `waiting`. */
  function delay(): number {
    const state = stateNow();
    if (state?.name !== 'waiting') throw new Error(`It is ${state?.name ?? 'not started'}.`);
    return state.retryAt - clock.now();
  }

  function ignoreLoss(): void {
    // These tests are about frames that leave.
  }

  it('goes from connecting to open', () => {
    opened();
    expect(states).toEqual([{ name: 'connecting' }, { name: 'open' }]);
  });

  it('opens one socket only, however often it is told to connect', () => {
    connection.connect();
    connection.connect();
    sockets.newest.serverAccepts();
    connection.connect();
    expect(sockets.all).toHaveLength(1);
  });

  it('passes on text, and of binary frames their size', () => {
    opened();
    sockets.newest.serverSends('hello');
    sockets.newest.serverSends(new Uint8Array(5));
    expect(received).toEqual(['hello', 5]);
  });

  describe('reconnecting', () => {
    it('waits and tries again when the connection is lost', async () => {
      opened();
      sockets.newest.ends();
      expect(stateNow()).toEqual({
        name: 'waiting',
        code: 1006,
        wasOpen: true,
        retryAt: clock.now() + 500,
      });
      await clock.advance(499);
      expect(sockets.all).toHaveLength(1);
      await clock.advance(1);
      expect(sockets.all).toHaveLength(2);
      expect(stateNow()).toEqual({ name: 'connecting' });
    });

    it('tells a failed attempt from a lost connection', () => {
      connection.connect();
      sockets.newest.ends();
      expect(stateNow()).toMatchObject({ name: 'waiting', wasOpen: false });
    });

    it('waits longer after each failure, up to half of 30 s here', async () => {
      connection.connect();
      const delays: number[] = [];
      for (let attempt = 0; attempt < 7; attempt += 1) {
        sockets.newest.ends();
        delays.push(delay());
        await clock.advance(delay());
      }
      expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    });

    it('does not take a connection for stable that lives less than 5 s', async () => {
      opened();
      sockets.newest.ends();
      await clock.advance(delay());
      sockets.newest.serverAccepts();
      await clock.advance(STABLE_AFTER_MS - 1);
      sockets.newest.ends();
      expect(delay()).toBe(1_000);
    });

    it('starts over with short delays after 5 s of connection', async () => {
      opened();
      sockets.newest.ends();
      await clock.advance(delay());
      sockets.newest.serverAccepts();
      await clock.advance(STABLE_AFTER_MS);
      sockets.newest.ends();
      expect(delay()).toBe(500);
    });

    it('tries at once when told to, and not a second time when the delay is over', async () => {
      opened();
      sockets.newest.ends();
      connection.connect();
      expect(sockets.all).toHaveLength(2);
      await clock.advance(CONNECT_TIMEOUT_MS - 1);
      expect(sockets.all).toHaveLength(2);
    });

    it('is hastened while it waits', () => {
      opened();
      sockets.newest.ends();
      connection.hasten();
      expect(sockets.all).toHaveLength(2);
    });

    it('is not hastened before it was asked for, while connected or after the server closed it', () => {
      connection.hasten();
      expect(sockets.all).toHaveLength(0);
      opened();
      connection.hasten();
      sockets.newest.ends(1000);
      connection.hasten();
      expect(sockets.all).toHaveLength(1);
    });

    it('gives up a handshake that takes too long', async () => {
      connection.connect();
      await clock.advance(CONNECT_TIMEOUT_MS);
      expect(sockets.newest.dropped).toBe(true);
      expect(stateNow()).toMatchObject({ name: 'waiting', code: 1006, wasOpen: false });
    });

    it.each([1000, 1002, 1003, 1005, 1007, 1008, 1010])(
      'stays closed after the server ended it with %i',
      async (code) => {
        opened();
        sockets.newest.ends(code, 'enough');
        expect(stateNow()).toEqual({ name: 'closed', code, reason: 'enough' });
        expect(clock.pendingTimers).toBe(0);
        await clock.advance(3_600_000);
        expect(sockets.all).toHaveLength(1);
      },
    );

    it.each([1001, 1006, 1009, 1011, 1012, 1013, 4000])('comes back after %i', (code) => {
      opened();
      sockets.newest.ends(code);
      expect(stateNow()).toMatchObject({ name: 'waiting', code });
    });

    it('connects again after the server closed it, when told to', () => {
      opened();
      sockets.newest.ends(1000);
      opened();
      expect(stateNow()).toEqual({ name: 'open' });
    });

    it('is closed with the reason when the browser will not try', () => {
      sockets.refusal = 'mixed content';
      connection.connect();
      expect(stateNow()).toEqual({ name: 'closed', reason: 'mixed content' });
      expect(clock.pendingTimers).toBe(0);
    });
  });

  describe('heartbeat', () => {
    it('is sent each time the page has been silent for its interval', async () => {
      opened();
      await clock.advance(HEARTBEAT_MS - 1);
      expect(sockets.newest.sent).toEqual([]);
      await clock.advance(1 + HEARTBEAT_MS);
      expect(sockets.newest.sent).toEqual([HEARTBEAT_FRAME, HEARTBEAT_FRAME]);
    });

    it('is put off by an own message, and not by what is received', async () => {
      opened();
      await clock.advance(HEARTBEAT_MS - 1);
      connection.send('hello', ignoreLoss);
      await clock.advance(HEARTBEAT_MS - 1);
      sockets.newest.serverSends('hi');
      expect(sockets.newest.sent).toEqual(['hello']);
      await clock.advance(1);
      expect(sockets.newest.sent).toEqual(['hello', HEARTBEAT_FRAME]);
    });

    it('ends with the connection', async () => {
      opened();
      sockets.newest.ends(1000);
      await clock.advance(2 * HEARTBEAT_MS);
      expect(sockets.newest.sent).toEqual([]);
    });
  });

  describe('sending', () => {
    it('is refused unless the connection is open', () => {
      expect(connection.send('a', ignoreLoss)).toBe(false);
      connection.connect();
      expect(connection.send('b', ignoreLoss)).toBe(false);
      sockets.newest.serverAccepts();
      expect(connection.send('c', ignoreLoss)).toBe(true);
      sockets.newest.ends();
      expect(connection.send('d', ignoreLoss)).toBe(false);
      expect(sockets.newest.sent).toEqual(['c']);
    });

    it('reports the frames that had not left when the connection ended, and no others', () => {
      const lost: string[] = [];
      opened();
      for (const text of ['left', 'kept', '半半']) {
        connection.send(text, () => lost.push(text));
        sockets.newest.bufferedBytes += Buffer.byteLength(text);
      }
      // All of the last frame and the end of the one before.
      sockets.newest.bufferedBytes = 7;
      sockets.newest.ends();
      expect(lost).toEqual(['kept', '半半']);
    });

    it('does not report a frame twice', () => {
      const lost: string[] = [];
      opened();
      connection.send('a', () => lost.push('a'));
      sockets.newest.bufferedBytes = 1;
      sockets.newest.ends();
      opened();
      sockets.newest.bufferedBytes = 1;
      sockets.newest.ends();
      expect(lost).toEqual(['a']);
    });

    it('reports the frame that the gateway has not taken, counting heartbeats, and it once', async () => {
      const lost: (readonly [string, number | undefined])[] = [];
      const report = (text: string) => (errNo?: number) => lost.push([text, errNo]);
      opened();
      connection.send('a', report('a'));
      await clock.advance(HEARTBEAT_MS);
      connection.send('b', report('b'));
      sockets.newest.bufferedBytes = 1;
      for (const message of [2, 3, 4, 0, -1]) {
        sockets.newest.serverSends(formatErrorFrame({ errNo: 401, errMsg: 'x', message }));
      }
      sockets.newest.ends(1009);
      expect(lost).toEqual([['b', 401]]);
      expect(received).toEqual([]);
    });

    it('counts the frames of each connection anew', async () => {
      const lost: string[] = [];
      opened();
      connection.send('a', () => lost.push('a'));
      sockets.newest.ends();
      await clock.advance(delay());
      sockets.newest.serverAccepts();
      connection.send('b', () => lost.push('b'));
      sockets.newest.serverSends(formatErrorFrame({ errNo: 402, errMsg: 'x', message: 1 }));
      expect(lost).toEqual(['b']);
    });

    it('remembers the newest 500 frames only', () => {
      const lost: number[] = [];
      opened();
      for (let number = 1; number <= 501; number += 1) {
        connection.send('a', () => lost.push(number));
      }
      for (const message of [1, 2, 501]) {
        sockets.newest.serverSends(formatErrorFrame({ errNo: 402, errMsg: 'x', message }));
      }
      expect(lost).toEqual([2, 501]);
    });

    it('does not blame a message for a heartbeat that could not leave', async () => {
      const lost: string[] = [];
      opened();
      connection.send('a', () => lost.push('a'));
      sockets.newest.bufferedBytes = 1;
      await clock.advance(HEARTBEAT_MS);
      sockets.newest.bufferedBytes = HEARTBEAT_FRAME.length;
      sockets.newest.ends();
      expect(lost).toEqual([]);
    });
  });
});
