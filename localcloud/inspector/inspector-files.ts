import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { HttpAnswer } from '../http/http-answer';

const FOLDER = 'localcloud/inspector/page';
const TOKEN_PLACEHOLDER = '<meta name="inspector-token" content="" />';

/** The inspector's own page, compiled anew for each that loads it: its sources are small. */
export class InspectorFiles {
  constructor(
    private readonly root: string,
    private readonly token: string,
  ) {}

  /** The page, with the token in it that its wishes need. */
  async page(): Promise<HttpAnswer> {
    const html = await readFile(path.join(this.root, FOLDER, 'index.html'), 'utf8');
    if (!html.includes(TOKEN_PLACEHOLDER)) {
      throw new Error(`${FOLDER}/index.html must hold ${TOKEN_PLACEHOLDER}`);
    }
    const token = `<meta name="inspector-token" content="${this.token}" />`;
    return ok('text/html', html.replace(TOKEN_PLACEHOLDER, token));
  }

  /** `main.js` or `style.css`; undefined for anything else. */
  async asset(name: string): Promise<HttpAnswer | undefined> {
    switch (name) {
      case 'main.js':
        return ok('text/javascript', await this.compile('main.ts'));
      case 'style.css':
        return ok('text/css', await this.compile('style.css'));
      default:
        return undefined;
    }
  }

  private async compile(entryPoint: string): Promise<string> {
    const { outputFiles } = await build({
      absWorkingDir: this.root,
      entryPoints: [`${FOLDER}/${entryPoint}`],
      bundle: true,
      minify: true,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      charset: 'utf8',
      logLevel: 'silent',
      write: false,
    });
    return outputFiles.map(({ text }) => text).join('');
  }
}

function ok(type: string, body: string): HttpAnswer {
  return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body };
}
