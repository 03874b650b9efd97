import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../user-error';
import { compile } from './compile';

/** Stricter than a URL's host, since it becomes part of the policy. IPv6 stands in brackets. */
const HOSTNAME = /^([\w.-]+|\[[\da-f:.]+\])$/;

/** The page's own parts, before it knows where to connect to. */
export interface CompiledPage {
  readonly html: string;
  readonly style: string;
  readonly script: string;
}

export interface PageConfig {
  /** Where the page connects to, as a browser takes it. */
  readonly wsUrl: string;
  /** How long the page's connection may be silent before it sends a heartbeat. */
  readonly heartbeatSeconds: number;
  /** Whether the chat lets in only who brings a credential; then the page says so to others. */
  readonly isPrivate?: boolean;
}

/**
 * Compiles the page's script and style.
 *
 * @param root the project's root, where `web/` is
 * @throws UserError when the page does not compile, or its HTML cannot be read
 */
export async function compilePage(root: string): Promise<CompiledPage> {
  const [html, style, script] = await Promise.all([
    readSource(root, 'web/index.html'),
    compile('web/style.css', { absWorkingDir: root, entryPoints: ['web/style.css'] }),
    compile('web/main.ts', {
      absWorkingDir: root,
      entryPoints: ['web/main.ts'],
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
    }),
  ]);
  return { html, style, script };
}

async function readSource(root: string, file: string): Promise<string> {
  try {
    return await readFile(path.join(root, file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} cannot be read, so nothing was changed: ${reason}`);
  }
}

/**
 * Makes the chat page: one HTML text that needs no other file and makes no request but its
 * WebSocket, so that it works from any server and from disk.
 *
 * @throws UserError when `wsUrl` or `heartbeatSeconds` is nothing that it could work with
 */
export function renderPage(
  { html, style, script }: CompiledPage,
  { wsUrl, heartbeatSeconds, isPrivate = false }: PageConfig,
): string {
  const connectSource = connectSourceOf(wsUrl);
  if (!(heartbeatSeconds > 0 && Number.isFinite(heartbeatSeconds))) {
    throw new UserError(
      `The page's heartbeat must be a number of seconds above 0, but it is ${heartbeatSeconds}.`,
    );
  }
  const policy = [
    "default-src 'none'",
    `script-src ${hashSource(script)}`,
    `style-src ${hashSource(style)}`,
    'img-src data:',
    `connect-src ${connectSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return fill(html, [
    [
      '<meta http-equiv="Content-Security-Policy" content="" />',
      `<meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    ],
    ['<link rel="stylesheet" href="style.css" />', `<style>${style}</style>`],
    [
      '<script type="application/json" id="config"></script>',
      `<script type="application/json" id="config">${jsonInHtml({ wsUrl, heartbeatSeconds, isPrivate })}</script>`,
    ],
    ['<script src="main.ts"></script>', `<script>${script}</script>`],
  ]);
}

/**
 * The source expression that lets the page connect to `wsUrl` (CSP Level 3 §2.3.1). It cannot name
 * an IPv6 address, so such a host is allowed by its scheme alone.
 */
function connectSourceOf(wsUrl: string): string {
  const url = URL.canParse(wsUrl) ? new URL(wsUrl) : undefined;
  const isWebSocket = url?.protocol === 'ws:' || url?.protocol === 'wss:';
  if (!isWebSocket || !HOSTNAME.test(url.hostname)) {
    throw new UserError(
      `The page cannot connect to "${wsUrl}": it needs an address such as wss://chat.example.com/.`,
    );
  }
  return url.hostname.startsWith('[') ? url.protocol : `${url.protocol}//${url.host}`;
}

function hashSource(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

/** JSON that cannot end the script element it stands in. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** Replaces each placeholder, which must be there exactly once. */
function fill(html: string, replacements: readonly (readonly [string, string])[]): string {
  return replacements.reduce((text, [placeholder, content]) => {
    const [before, after, ...more] = text.split(placeholder);
    if (before === undefined || after === undefined || more.length > 0) {
      throw new Error(`web/index.html must hold exactly once: ${placeholder}`);
    }
    return before + content + after;
  }, html);
}
