import { SourceMap, type SourceMapPayload } from 'node:module';

/** JSON of the source map of a script, if it has one. */
export type FindSourceMap = (script: string) => string | undefined;

/** An absolute path, a line and a column, as in a frame of a stack, also where JSON quotes it. */
const PLACE = /(?<=[ (])((?:\/|[A-Za-z]:\\)[^:()\n"]{1,1024}):(\d+):(\d+)/g;

/** Puts the places in sources for those in bundles into a text, such as an error's stack. */
export function placeInSources(text: string, findMap: FindSourceMap): string {
  return text.replace(PLACE, (whole, script: string, line: string, column: string) => {
    const json = findMap(script);
    if (json === undefined) return whole;
    const map = new SourceMap(JSON.parse(json) as SourceMapPayload);
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    return 'originalSource' in entry
      ? `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
      : whole;
  });
}
