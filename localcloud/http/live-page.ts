import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

export const REVISIONS_PATH = '/_live';

/** After the page's own socket, so that this one takes nothing from it. */
const FIRST_MS = 500;
/** When the local cloud has gone; one that comes back on the same port has another page. */
const AGAIN_MS = 2000;

/** The page as it was published last, with a script that loads it anew when that changes. */
export class LivePage {
  private html = '';
  private revision = '';
  private readonly windows = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  /** Returns whether it is another one than before. */
  publish(html: string): boolean {
    const revision = createHash('sha256').update(html).digest('hex');
    if (revision === this.revision) return false;
    this.revision = revision;
    this.html = html;
    for (const window of this.windows.clients) window.send(revision);
    return true;
  }

  /**
   * The page as HTML.
   *
   * @param host as its browser names it, with the port
   */
  contentFor(host: string): string {
    return withScript(this.html, scriptFor(this.revision), `ws://${host}`);
  }

  /** Tells a window the revision now, and each new one. Whoever asks: it is a hash, and no secret. */
  watch(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.windows.handleUpgrade(request, socket, head, (window) => {
      window.on('error', () => {
        window.terminate();
      });
      window.send(this.revision);
    });
  }
}

function scriptFor(revision: string): string {
  return (
    '(()=>{const watch=()=>{' +
    `const socket=new WebSocket("ws://"+location.host+"${REVISIONS_PATH}");` +
    `socket.onmessage=({data})=>{if(data!=="${revision}")location.reload()};` +
    `socket.onclose=()=>setTimeout(watch,${AGAIN_MS})};` +
    `addEventListener("load",()=>setTimeout(watch,${FIRST_MS}))})()`
  );
}

/** The script and its socket are let through the page's own policy; nothing else is. */
function withScript(html: string, script: string, source: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return html
    .replace(/(<meta [^>]*content="[^"]*script-src [^;"]*)/, `$1 'sha256-${hash}'`)
    .replace(/(<meta [^>]*content="[^"]*connect-src [^;"]*)/, `$1 ${source}`)
    .replace(/<\/body>(?![^]*<\/body>)/i, () => `<script>${script}</script></body>`);
}
