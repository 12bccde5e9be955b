import * as fs from 'fs';
import { FileAsset } from '../assembly/assembly';
import { zipOfDirectory } from './zip';

/** Objects of S3: the assets of a stack, and what builds put there. */
export class Objects {
  private readonly written = new Map<string, Buffer>();

  constructor(private readonly assets: readonly FileAsset[]) {
  }

  /** Object at a place, which is a bucket and a key. */
  public get(place: string): Buffer | undefined {
    const known = this.written.get(place);
    const asset = this.assets.find(one => one.place === place);
    if (known || !asset) return known;
    const content = asset.zip && fs.statSync(asset.path).isDirectory() ? zipOfDirectory(asset.path) : fs.readFileSync(asset.path);
    this.written.set(place, content);
    return content;
  }

  public put(place: string, content: Buffer): void {
    this.written.set(place, content);
  }
}
