import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { docker, temporaryDirectory } from '../test/container/engine';

/** What images have above the images that they stand on; what several share counts once. */
export interface Layers {
  /** Bytes of their files. */
  readonly bytes: number;
  /** The same compressed by gzip at its default level, as they are pushed. */
  readonly compressed: number;
  readonly layers: number;
  /** Entries of the layers that are no directories. */
  readonly files: number;
}

/** Image that the last stage of a Dockerfile stands on. */
export function baseOf(dockerfile: string, args: Readonly<Record<string, string>>): string {
  const defaults = Object.fromEntries([...dockerfile.matchAll(/^ARG (\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]));
  const filled = (text: string) => text.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, (_, name, otherwise) => args[name] ?? defaults[name] ?? otherwise ?? '');
  const stages = [...dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)(?: AS (\S+))?/gim)].map(([, from, name]) => ({ from: filled(from), name }));
  let base = stages.at(-1)!.from;
  for (let stage = stages.find(({ name }) => name === base); stage; stage = stages.find(({ name }) => name === base)) {
    base = stage.from;
  }
  return base;
}

/** Layers that images have above their bases. */
export function layersOf(images: ReadonlyArray<{ readonly image: string; readonly base: string }>): Layers {
  const seen = new Map<string, Omit<Layers, 'layers'>>();
  for (const { image, base } of images) {
    const below = diffs(base);
    const own = diffs(image);
    if (JSON.stringify(own.slice(0, below.length)) !== JSON.stringify(below)) throw new Error(`an image does not stand on ${base}, as its Dockerfile says`);
    const missing = own.slice(below.length).map((id, index) => ({ id, index: index + below.length })).filter(({ id }) => !seen.has(id));
    if (missing.length === 0) continue;
    const directory = temporaryDirectory();
    const saved = path.join(directory, 'image.tar');
    docker('save', '--output', saved, image);
    const [{ Layers: names }] = JSON.parse(execFileSync('tar', ['-xOf', saved, 'manifest.json'], { encoding: 'utf8' }));
    missing.forEach(({ id, index }) => seen.set(id, measured(saved, names[index])));
    fs.rmSync(directory, { recursive: true });
  }
  const all = [...seen.values()].filter(({ files }) => files > 0);
  const sum = (of: (layer: Omit<Layers, 'layers'>) => number) => all.reduce((total, layer) => total + of(layer), 0);
  return { bytes: sum(({ bytes }) => bytes), compressed: sum(({ compressed }) => compressed), layers: all.length, files: sum(({ files }) => files) };
}

/** Digests of the contents of layers, from below. */
function diffs(image: string): string[] {
  return JSON.parse(docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', image));
}

/** Measures a layer of a saved image: the bytes of its files, since the rest of an archive is padding. */
function measured(saved: string, name: string): Omit<Layers, 'layers'> {
  const sh = (command: string) => execFileSync('bash', ['-o', 'pipefail', '-c', command, saved, name], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  // an engine that keeps images compressed saves them so
  const plain = 'tar -xOf "$0" "$1" | { if tar -xOf "$0" "$1" | head -c 2 | grep -q "$(printf \'\\037\\213\')"; then gzip -dc; else cat; fi; }';
  const listing = sh(`${plain} | tar -tv --numeric-owner --full-time`).split('\n').filter(line => line !== '' && !line.startsWith('d'));
  return {
    bytes: listing.reduce((total, line) => total + Number(/^\S+\s+\S+\s+(\d+)/.exec(line)![1]), 0),
    compressed: Number(sh(`${plain} | gzip -cn | wc -c`)),
    files: listing.length,
  };
}
